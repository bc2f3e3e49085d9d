// Names the layer whose values are the first that are not finite, by running the forward pass once more with every
// value as an output. It asks the graph alone and knows no operation.
import { valueName, withAllValues } from '../compile/forward-values.ts';
import type { Engine, RunInputs, Store } from '../engines/engine.ts';
import { DivergenceError } from '../errors/divergence-error.ts';
import { type Graph, isResident } from '../graph/graph.ts';
import { allFinite } from '../nn/finite.ts';
import type { TrainingPosition } from './training-state.ts';

export interface Divergence {
  /** Path of the module, e.g. `model.9.channel2.0`. */
  readonly layer: string;
  /** Set if a parameter of the layer is not finite, before anything is computed with it. */
  readonly parameter?: string;
  /** Set if the gradient of a parameter is not finite, though the forward pass was. */
  readonly gradient?: string;
}

/** Path of the module that a parameter or buffer belongs to. */
export function layerOf(tensor: string): string {
  return tensor.replace(/\.[^.]*$/, '');
}

/** @returns undefined if all values of the forward pass are finite */
export async function findDivergence(
  engine: Engine,
  store: Store,
  forward: Graph,
  inputs: RunInputs,
): Promise<Divergence | undefined> {
  await using program = await engine.compile(withAllValues(forward), store);
  const values = await program.run(inputs);
  for (const node of forward.nodes) {
    if (node.op !== 'input') {
      if (!allFinite(values[valueName(node)])) return { layer: node.scope };
    } else if (isResident(node)) {
      const { name } = node.attrs;
      if (!allFinite(await store.read(name))) return { layer: layerOf(name), parameter: name };
    } else if (!allFinite(inputs[node.attrs.name])) {
      return { layer: node.attrs.name };
    }
  }
  return undefined;
}

/** The error of a divergence. @param divergence `what` says what is not finite */
export function diverged(
  { what, layer, parameter, gradient }: { readonly what: string } & Partial<Divergence>,
  { epoch, step }: TrainingPosition,
): DivergenceError {
  const where = parameter ?? layer;
  const place =
    where === undefined || gradient !== undefined ? '' : `; the first values that are not finite are those of ${where}`;
  return new DivergenceError(`epoch ${epoch}, step ${step}: ${what}${place}`, {
    hint: 'lower the learning rate or warm it up; earlier checkpoints are as they were',
  });
}
