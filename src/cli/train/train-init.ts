// `--init`: a new training begins with the weights of another one, which may have told other classes apart.
import { relative } from 'node:path';
import { StateDictError } from '../../errors/state-dict-error.ts';
import { readSafetensors } from '../../formats/safetensors.ts';
import { printShape } from '../../graph/shape.ts';
import { models } from '../../models/model-table.ts';
import { recogniseModel } from '../../models/recognise.ts';
import { compareState, type StateComparison } from '../../nn/compare-state.ts';
import type { Module } from '../../nn/module.ts';
import { fitWeights } from '../../runs/fit-weights.ts';
import { modelTensors } from '../../training/checkpoint.ts';
import { invalidOption } from '../options/usage-error.ts';
import { findWeights } from '../options/weights-source.ts';

export interface InitOptions {
  readonly seed: number;
  readonly workingDirectory: string;
}

/**
 * Gives the model the weights of a run, a file or a checkpoint. Where the number of classes is another one, the tensors that
 * have a row or a channel for each class are drawn anew: those of the last layer, and of auxiliary heads.
 * @param init absolute
 * @returns their names
 * @throws UsageError, FormatError for a file that is none; StateDictError for weights of another model or image size;
 * NotFiniteError
 */
export function loadInit(model: Module, init: string, { seed, workingDirectory }: InitOptions): readonly string[] {
  const { file, shown } = findWeights(init, relative(workingDirectory, init), '--init');
  const tensors = modelTensors(readSafetensors(file));
  const { misshapen } = compareState(model, tensors);
  requireSameMaking(model, tensors, misshapen, shown);
  const [last] = [...model.namedParameters()].at(-1) ?? [];
  const classes = misshapen.find(({ name }) => name === last);
  const isOfClasses = ({ shape, expected }: (typeof misshapen)[number]) => {
    const hasClasses = (axis: number) => shape[axis] === classes?.shape[0] && expected[axis] === classes?.expected[0];
    return (
      shape.length === expected.length && expected.every((length, axis) => length === shape[axis] || hasClasses(axis))
    );
  };
  if (classes === undefined || !misshapen.every(isOfClasses)) {
    fitWeights(model, tensors, shown);
    return [];
  }
  // Misshapen tensors are replaced by the model's own, so that everything else is checked as usual.
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

/** Weights of the same network may still be for images of another size, or have auxiliary heads that the model lacks. */
function requireSameMaking(
  model: Module,
  tensors: Parameters<typeof recogniseModel>[0],
  misshapen: StateComparison['misshapen'],
  shown: string,
): void {
  const own = recogniseModel(new Map(model.namedParameters()));
  const found = own === undefined ? undefined : recogniseModel(tensors, [own.name]);
  if (own === undefined || found === undefined) return;
  if (own.options.heads !== found.options.heads) {
    throw own.options.heads
      ? invalidOption(`the weights of ${shown} have no auxiliary heads`, 'give --no-heads too')
      : invalidOption(`the weights of ${shown} have auxiliary heads`, 'leave --no-heads out');
  }
  const [sized] = models[own.name].signature.sized ?? [];
  const tensor = misshapen.find(({ name }) => name === sized);
  if (tensor === undefined) return;
  const shapes = `${tensor.name} has shape ${printShape(tensor.shape)}, the model's is ${printShape(tensor.expected)}`;
  throw new StateDictError(`${shown}: the weights do not fit images of this size: ${shapes}`, {
    hint: `they are for --image-size ${found.imageSize}`,
  });
}
