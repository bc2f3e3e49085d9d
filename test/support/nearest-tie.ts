// How near a forward pass comes to deciding otherwise: a ReLU about a number's sign, a maximum about which is the largest.
// Nearer than rounding, two right engines go different ways, and the gradients behind that differ for good.
import { valueName, withAllValues } from '../../src/compile/forward-values.ts';
import type { Engine, RunInputs, RunOutputs, Store } from '../../src/engines/engine.ts';
import type { Graph } from '../../src/graph/graph.ts';
import type { Node, NodeOf } from '../../src/graph/node.ts';

/**
 * The least distance from a decision in parts of the typical value that is decided on. Exact zeros and exact ties are none: they
 * are the same on every engine.
 * @param forward with the parameters in `store`
 */
export async function nearestTie(engine: Engine, store: Store, forward: Graph, inputs: RunInputs): Promise<number> {
  await using program = await engine.compile(withAllValues(forward), store);
  const values = await program.run(inputs);
  return Math.min(...forward.nodes.map((node) => nearestOf(node, values)));
}

function nearestOf(node: Node, values: RunOutputs): number {
  const [x] = node.inputs.map((input) => values[valueName(input)]);
  if (x === undefined) return Number.POSITIVE_INFINITY;
  if (node.op === 'relu' || node.op === 'leakyRelu') return leastAboveZero(x.map(Math.abs)) / typical(x);
  return node.op === 'maxPool2d' ? leastAboveZero(gaps(node, x)) / typical(x) : Number.POSITIVE_INFINITY;
}

function leastAboveZero(values: Float32Array): number {
  return values.reduce((least, value) => (value > 0 && value < least ? value : least), Number.POSITIVE_INFINITY);
}

function typical(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

/** Difference between the largest value of each window and the next. */
function gaps({ attrs, shape, inputs: [{ shape: from }] }: NodeOf<'maxPool2d'>, x: Float32Array): Float32Array {
  const { kernel, stride, padding } = attrs;
  const [, , p, q] = shape;
  const [n, c, h, w] = from;
  return Float32Array.from({ length: n * c * p * q }, (_, window) => {
    const [image, row, column] = [Math.floor(window / (p * q)), Math.floor(window / q) % p, window % q];
    let [largest, next] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let tap = 0; tap < kernel[0] * kernel[1]; tap++) {
      const i = row * stride[0] - padding[0] + Math.floor(tap / kernel[1]);
      const j = column * stride[1] - padding[1] + (tap % kernel[1]);
      if (i < 0 || j < 0 || i >= h || j >= w) continue;
      const value = x[(image * h + i) * w + j];
      if (value > largest) [largest, next] = [value, largest];
      else if (value > next) next = value;
    }
    return next === Number.NEGATIVE_INFINITY ? 0 : largest - next;
  });
}
