// Where a command takes weights from: a run's folder, or a file.
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readSafetensors, toFloat32 } from '../formats/safetensors.ts';
import type { Module } from '../nn/module.ts';
import { UsageError } from './usage-error.ts';

export interface WeightsSource {
  /** Absolute. */
  readonly file: string;
  /** The run's folder, absolute; undefined for a file that was given by itself. */
  readonly run: string | undefined;
}

/** In a run's folder; the first that is there. */
const filesOfRun = [join('weights', 'best.safetensors'), join('weights', 'last.safetensors')];

/**
 * @param source a run's folder or a .safetensors file, from the working directory
 * @throws UsageError if there are no weights; FormatError for a file that is none; StateDictError for another model's
 */
export function loadWeightsFrom(source: string, workingDirectory: string, model: Module): WeightsSource {
  const found = findWeights(source, workingDirectory);
  const tensors = [...readSafetensors(found.file).tensors].map(
    ([name, tensor]) => [name, { shape: tensor.shape, data: toFloat32(tensor, `${found.file}: ${name}`) }] as const,
  );
  model.loadStateDict(new Map(tensors));
  return found;
}

function findWeights(source: string, workingDirectory: string): WeightsSource {
  const path = resolve(workingDirectory, source);
  if (!existsSync(path)) {
    throw unusable(`'${source}' does not exist`, 'give the folder of a run, e.g. runs/googlenet-1, or a file');
  }
  if (!statSync(path).isDirectory()) return { file: path, run: undefined };
  const file = filesOfRun.map((name) => join(path, name)).find((candidate) => existsSync(candidate));
  if (file !== undefined) return { file, run: path };
  throw unusable(`'${source}' is a folder without weights`, `a run has one of ${filesOfRun.join(', ')}`);
}

function unusable(message: string, hint: string): UsageError {
  return new UsageError([{ code: 'INVALID_OPTION', message, hint }]);
}

/** As a person wants to read it: relative where it lies inside the working directory. */
export function shownPath(path: string, workingDirectory: string): string {
  const inside = relative(workingDirectory, path);
  return inside === '' || inside.startsWith('..') ? path : inside;
}
