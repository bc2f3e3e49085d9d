// Numbers for test inputs. Each is a pure function of the input's name and place, so a failure repeats.
import type { RunInputs } from '../../src/engines/engine.ts';
import { type Graph, graphInputs } from '../../src/graph/graph.ts';
import { type Shape, sizeOf } from '../../src/graph/shape.ts';
import { RandomStream } from '../../src/random/random-stream.ts';

export type Fill = (name: string, shape: Shape) => Float32Array;

/** Standard normal. */
export const normals: Fill = (name, shape) => {
  const random = new RandomStream(0, 'normals', name);
  return Float32Array.from({ length: sizeOf(shape) }, (_, index) => random.normal(index));
};

/** Whole numbers from `low` to `high`. Products of a few thousand of them add up exactly in any order. */
export function integers(low: number, high: number): Fill {
  return (name, shape) => {
    const random = new RandomStream(0, 'integers', name, low, high);
    const choices = high - low + 1;
    return Float32Array.from({ length: sizeOf(shape) }, (_, index) => low + (random.uint32(index) % choices));
  };
}

/** All different and at least 1/size from each other and from zero: nothing is near a kink. */
export const distinct: Fill = (name, shape) => {
  const size = sizeOf(shape);
  const order = new RandomStream(0, 'distinct', name).permutation(size);
  return Float32Array.from(order, (place) => (2 * place + 1) / size - 1 + 1 / (3 * size));
};

/** A value for every input of the graph, resident ones too; labels are 0, 1 or 2. */
export function fillInputs(graph: Graph, fill: Fill): RunInputs {
  const values = graphInputs(graph).map(({ attrs, shape, dtype }) => {
    if (dtype === 'float32') return [attrs.name, fill(attrs.name, shape)] as const;
    const random = new RandomStream(0, 'labels', attrs.name);
    return [attrs.name, Int32Array.from({ length: sizeOf(shape) }, (_, index) => random.uint32(index) % 3)] as const;
  });
  return Object.fromEntries(values);
}
