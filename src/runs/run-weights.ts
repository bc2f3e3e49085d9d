// The weights of a run, as a model takes them.
import { readSafetensors, type SafetensorsTensor } from '../formats/safetensors.ts';
import type { Module } from '../nn/module.ts';
import { fitWeights } from './fit-weights.ts';
import { isThere } from './reading.ts';
import { readRunConfig } from './run-config.ts';
import { RunFolder } from './run-folder.ts';

/** The tutorial's. */
export const usualImageSize = 96;
/** State of the optimizer, which checkpoints hold beside the weights. */
const optimizerState = /^momentum\./;

/** What a checkpoint holds for the model alone. */
export function withoutOptimizerState(
  tensors: ReadonlyMap<string, SafetensorsTensor>,
): ReadonlyMap<string, SafetensorsTensor> {
  return new Map([...tensors].filter(([name]) => !optimizerState.test(name)));
}

/**
 * Gives a model the weights of a safetensors file, which may be a checkpoint.
 * @param shown what to call the file in errors
 * @throws FormatError for a damaged file; StateDictError for another model's
 */
export function loadWeightsFile(model: Module, file: string, shown: string): void {
  fitWeights(model, withoutOptimizerState(readSafetensors(file).tensors), shown);
}

/**
 * Rows and columns of the images that the run was trained with; the tutorial's for weights that were imported, which
 * have no configuration beside them.
 * @throws RunFolderError for a configuration that was damaged
 */
export function imageSizeOf(run: string): number {
  return numberOf(run, 'imageSize') ?? usualImageSize;
}

/**
 * How many images of a split the run was trained or tested with, the first so many; undefined for all.
 * @throws RunFolderError for a configuration that was damaged
 */
export function limitOf(run: string, split: 'train' | 'test'): number | undefined {
  return numberOf(run, split === 'train' ? 'limitTrain' : 'limitTest');
}

function numberOf(run: string, option: string): number | undefined {
  const folder = new RunFolder(run);
  if (!isThere(folder.config)) return undefined;
  const value = readRunConfig(folder).options[option]?.value;
  return typeof value === 'number' ? value : undefined;
}
