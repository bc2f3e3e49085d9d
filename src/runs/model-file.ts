// A model's weights in a file, for programs. Functions and not methods of Module: what nn has runs in a browser too, and
// files are Node's.
import { requireType } from '../errors/require-option.ts';
import { writeSafetensors } from '../formats/safetensors.ts';
import { writingFile } from '../formats/writing-file.ts';
import { Module } from '../nn/module.ts';
import { fitWeights } from './fit-weights.ts';
import { readWeightsFile } from './read-weights-file.ts';

/** Which weights `loadModel` takes. */
export interface LoadModelOptions {
  /** Under which key of a checkpoint of PyTorch they stand, e.g. `ema`; needed only where several fit. */
  readonly key?: string | undefined;
}

/**
 * Writes parameters and buffers as a safetensors file, under PyTorch's names: `safetensors.torch.load_file(path)` gives its
 * `state_dict`. The file is replaced in one step, so a reader finds the old one or the new one.
 * @param model with values in all its parameters
 * @throws WriteError where the file cannot be written; ModelError for a parameter without values
 * @example
 * ```ts
 * import { LeNet, saveModel } from 'googlenet';
 * saveModel(new LeNet().initialize(0), 'weights.safetensors');
 * ```
 */
export function saveModel(model: Module, path: string): void {
  requireType('model', model, Module);
  requireType('path', path, 'string');
  const state = model.stateDict();
  writingFile(path, () => writeSafetensors(path, state, { format: 'pt' }));
}

/**
 * Gives the model the weights of a file, all or none: of safetensors, ours and others', or of PyTorch's torch.save, be it a
 * state_dict or a whole checkpoint, never run as code. Prefixes such as `module.` are taken off the names.
 * @throws FormatError for a file that is missing, damaged or of another kind; StateDictError listing what does not fit;
 * NotFiniteError for NaN or infinity
 * @example
 * ```ts
 * import { GoogLeNetBN, loadModel } from 'googlenet';
 * const model = loadModel(new GoogLeNetBN({ numClasses: 10, inChannels: 3 }), 'checkpoint.pt', { key: 'ema' });
 * ```
 */
export function loadModel<M extends Module>(model: M, path: string, { key }: LoadModelOptions = {}): M {
  requireType('model', model, Module);
  requireType('path', path, 'string');
  if (key !== undefined) requireType('key', key, 'string');
  fitWeights(model, readWeightsFile(path, path, key).tensors, path);
  return model;
}
