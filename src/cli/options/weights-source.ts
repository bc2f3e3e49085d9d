// Where a command takes weights from: a run folder, or a safetensors file, which may be a checkpoint.
import { join, resolve } from 'node:path';
import { FormatError } from '../../errors/format-error.ts';
import { isTorchFile } from '../../formats/torch.ts';
import { largestSide } from '../../images/resize.ts';
import type { Module } from '../../nn/module.ts';
import { isThere } from '../../runs/reading.ts';
import { imageSizeOf, loadWeightsFile, usualImageSize } from '../../runs/run-weights.ts';
import { readStart } from '../exchange/read-start.ts';
import { lookAt } from './look-at.ts';
import { wholeNumber } from './option-values.ts';
import { option } from './options.ts';
import { UsageError } from './usage-error.ts';

export const weightsSourceTerm = 'RUN|FILE';
export const imageSizeOption = () =>
  option(
    '--image-size <pixels>',
    "rows and columns of the network's images (default: the run's, else 96)",
    wholeNumber({ least: 1, most: largestSide }).optional(),
  );
export const weightsSourceMeaning = 'a run folder (its best weights, else its last) or a .safetensors file';

/** In a run folder, the first that exists. */
const runFiles = [join('weights', 'best.safetensors'), join('weights', 'last.safetensors')];

export interface LoadedWeights {
  /** The file that the weights are from, absolute. */
  readonly file: string;
  /** The same for people: as it was given, or a path that goes on from that. */
  readonly shown: string;
  /** The run's folder, absolute; undefined for a file that was given by itself. */
  readonly run: string | undefined;
  /** Rows and columns of the images that the run was trained with; the tutorial's for a file. */
  readonly imageSize: number;
}

/**
 * Finds the weights and gives them to the model.
 * @param source a folder or a file, relative to `workingDirectory` or absolute
 * @throws UsageError where there is no such thing; FormatError for a damaged file; StateDictError for another model's
 */
export function loadWeightsFrom(source: string, workingDirectory: string, model: Module): LoadedWeights {
  const found = findWeights(source, workingDirectory);
  const { file, shown } = found;
  if (isTorchFile(readStart(file))) {
    throw new FormatError(`${shown}: is a file of PyTorch`, {
      hint: `make it one of ours first: googlenet import ${shown} --out weights.safetensors`,
    });
  }
  loadWeightsFile(model, file, shown);
  return found;
}

function findWeights(source: string, workingDirectory: string): LoadedWeights {
  const path = resolve(workingDirectory, source);
  const given = `${weightsSourceTerm} is '${source}'`;
  const otherSource = 'give a folder such as runs/googlenet-1, or a .safetensors file';
  const fail = (problem: string, hint: string): never => {
    const message = `${given}, ${problem}`;
    throw new UsageError([{ code: 'INVALID_OPTION', message, hint }]);
  };
  const stat = lookAt(path, given, otherSource);
  if (stat === undefined) return fail('which does not exist', otherSource);
  if (!stat.isDirectory()) return { file: path, shown: source, run: undefined, imageSize: usualImageSize };
  const found = runFiles.find((file) => isThere(join(path, file)));
  if (found !== undefined) {
    return { file: join(path, found), shown: join(source, found), run: path, imageSize: imageSizeOf(path) };
  }
  return fail(
    `a folder without ${runFiles.join(' or ')}`,
    'give the folder of a run, whose weights are there after its first epoch',
  );
}
