// How tensors by name fit a model: what both the library's own loading and the command line's errors ask.
import { type Shape, sameShape } from '../graph/shape.ts';
import type { Module } from './module.ts';

export interface StateComparison {
  /** Names of parameters that stand under none of their names: the first of each. */
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly { readonly name: string; readonly shape: Shape; readonly expected: Shape }[];
}

export function compareState(model: Module, state: ReadonlyMap<string, { readonly shape: Shape }>): StateComparison {
  const parameters = new Map(model.namedParameters({ removeDuplicate: false }));
  const given = [...parameters].filter(([name]) => state.has(name));
  const found = new Set(given.map(([, parameter]) => parameter));
  return {
    missing: [...model.namedParameters()].filter(([, parameter]) => !found.has(parameter)).map(([name]) => name),
    unexpected: [...state.keys()].filter((name) => !parameters.has(name)),
    misshapen: given.flatMap(([name, { shape: expected }]) => {
      const shape = state.get(name)?.shape ?? expected;
      return sameShape(shape, expected) ? [] : [{ name, shape, expected }];
    }),
  };
}
