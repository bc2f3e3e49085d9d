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
  const folder = new RunFolder(run);
  if (!isThere(folder.config)) return usualImageSize;
  const imageSize = readRunConfig(folder).options.imageSize?.value;
  return typeof imageSize === 'number' ? imageSize : usualImageSize;
}
