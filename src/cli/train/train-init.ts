// `--init`: a new training begins with the weights of another one, which may have told other classes apart.
import { relative } from 'node:path';
import { readSafetensors } from '../../formats/safetensors.ts';
import { sameShape } from '../../graph/shape.ts';
import { compareState } from '../../nn/compare-state.ts';
import type { Module } from '../../nn/module.ts';
import { fitWeights } from '../../runs/fit-weights.ts';
import { withoutOptimizerState } from '../../training/checkpoint.ts';
import { findWeights } from '../options/weights-source.ts';

export interface InitOptions {
  readonly seed: number;
  readonly workingDirectory: string;
}

/**
 * Gives the model the weights of a run, a file or a checkpoint. Where the number of classes is another one, the tensors that
 * have a row for each class are drawn anew: those of the last layer, and of auxiliary heads.
 * @param init absolute
 * @returns their names
 * @throws UsageError, FormatError for a file that is none; StateDictError for weights of another model; NotFiniteError
 */
export function loadInit(model: Module, init: string, { seed, workingDirectory }: InitOptions): readonly string[] {
  const { file, shown } = findWeights(init, relative(workingDirectory, init), '--init');
  const tensors = withoutOptimizerState(readSafetensors(file));
  const { misshapen } = compareState(model, tensors);
  const [last] = [...model.namedParameters()].at(-1) ?? [];
  const classes = misshapen.find(({ name }) => name === last);
  const isOfClasses = ({ shape, expected }: (typeof misshapen)[number]) =>
    shape[0] === classes?.shape[0] &&
    expected[0] === classes?.expected[0] &&
    sameShape(shape.slice(1), expected.slice(1));
  if (classes === undefined || !misshapen.every(isOfClasses)) {
    fitWeights(model, tensors, shown);
    return [];
  }
  // As they are in the model, so that everything else is checked as ever.
  model.initialize(seed);
  const own = model.stateDict();
  const drawn = new Map(misshapen.map(({ name }) => [name, own.get(name)] as const));
  const merged = [...tensors].map(([name, tensor]) => {
    const kept = drawn.get(name);
    return [name, kept === undefined ? tensor : { dtype: 'F32' as const, ...kept }] as const;
  });
  fitWeights(model, new Map(merged), shown);
  return misshapen.map(({ name }) => name);
}
