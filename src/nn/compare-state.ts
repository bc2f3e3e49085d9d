// How tensors by name fit a model: what both the library's own loading and the command line's errors ask.
import { type Shape, sameShape } from '../graph/shape.ts';
import { Buffer } from './buffer.ts';
import type { Module } from './module.ts';

interface Given {
  readonly shape: Shape;
  readonly data?: ArrayLike<number | bigint>;
}

export interface StateComparison {
  /** Names of parameters and buffers that stand under none of their names: the first of each. What counts may be missing. */
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly { readonly name: string; readonly shape: Shape; readonly expected: Shape }[];
  /** Buffers with numbers below the least that may be there. */
  readonly tooLow: readonly { readonly name: string; readonly least: number }[];
}

export function compareState(model: Module, state: ReadonlyMap<string, Given>): StateComparison {
  const tensors = new Map(model.namedTensors({ removeDuplicate: false }));
  const given = [...tensors].filter(([name]) => state.has(name));
  const found = new Set(given.map(([, tensor]) => tensor));
  const mayMiss = (tensor: unknown) => tensor instanceof Buffer && tensor.isCount;
  return {
    missing: [...model.namedTensors()]
      .filter(([, tensor]) => !found.has(tensor) && !mayMiss(tensor))
      .map(([name]) => name),
    unexpected: [...state.keys()].filter((name) => !tensors.has(name)),
    misshapen: given.flatMap(([name, { shape: expected }]) => {
      const shape = state.get(name)?.shape ?? expected;
      return sameShape(shape, expected) ? [] : [{ name, shape, expected }];
    }),
    tooLow: given.flatMap(([name, tensor]) => {
      if (!(tensor instanceof Buffer)) return [];
      const { least } = tensor;
      return Array.from(state.get(name)?.data ?? []).some((value) => value < least) ? [{ name, least }] : [];
    }),
  };
}
