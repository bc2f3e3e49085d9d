// Batch normalisation by the statistics of the batch, for each channel over all images and places: x [N, C, …] → the same.
//   n values a channel · m = mean · v = Σ (x − m)² / n · x̂ = (x − m) / √(v + ε)
//   y = x̂·w + b      db = Σ dy      dw = Σ dy·x̂      dx = w / √(v + ε) · (dy − db/n − x̂·dw/n)
// By known statistics it is a scale and a shift: see channel-affine.ts.
// see: Ioffe and Szegedy, "Batch normalization", 2015
import type { InferenceContext, OpDefinition } from '../graph/op-definition.ts';
import { type Shape, sizeOf, type ValueType } from '../graph/shape.ts';
import { magnitudeOf, safeMagnitude, unknown, type ValueRange, within } from '../graph/value-range.ts';

export const batchNorm: OpDefinition<'batchNorm'> = {
  operands: ['x', 'w?', 'b?'],

  infer(context) {
    const [x, w, b] = context.inputs;
    requireChannels(context, x);
    for (const each of [w, b]) {
      if (each !== undefined && (each.shape.length !== 1 || each.shape[0] !== x.shape[1])) {
        context.fail(`expects a weight and a bias of ${x.shape[1]} elements`);
      }
    }
    if (valuesOfChannel(x.shape) < 2) {
      context.fail('needs more than one value for each channel', 'train with larger batches or images');
    }
    return x;
  },

  gradient({ graph, node, dy }) {
    const [x, w] = node.inputs;
    const dx = graph.add('batchNormInputGradient', node.attrs, w === undefined ? [x, dy] : [x, dy, w]);
    if (w === undefined) return [dx];
    return [dx, graph.add('batchNormWeightGradient', node.attrs, [x, dy]), graph.add('channelSum', { axis: 1 }, [dy])];
  },

  range: ({ shape }, [x, w = within(1), b = within(0)]) => {
    const n = valuesOfChannel(shape);
    // No value is farther from the mean than √n deviations.
    return squaresAreSafe(n, x) ? within(Math.sqrt(n) * magnitudeOf(w) + magnitudeOf(b)) : unknown;
  },
};

/** m: [N, C, …] → [C]. Nothing is learned from it. */
export const batchMean: OpDefinition<'batchMean'> = {
  operands: ['x'],
  infer: inferStatistic,
  range: ({ inputs: [{ shape }] }, [x]) => (squaresAreSafe(valuesOfChannel(shape), x) ? x : unknown),
};

/** v, the sum of squares divided by n: [N, C, …] → [C]. Nothing is learned from it. */
export const batchVariance: OpDefinition<'batchVariance'> = {
  operands: ['x'],
  infer: inferStatistic,
  range({ inputs: [{ shape }] }, [x]) {
    return squaresAreSafe(valuesOfChannel(shape), x) ? { low: 0, high: 4 * magnitudeOf(x) ** 2 } : unknown;
  },
};

export const batchNormInputGradient: OpDefinition<'batchNormInputGradient'> = {
  operands: ['x', 'dy', 'w?'],
  infer: ({ inputs: [x] }) => x,
};

export const batchNormWeightGradient: OpDefinition<'batchNormWeightGradient'> = {
  operands: ['x', 'dy'],
  infer: inferStatistic,
};

/** n */
export function valuesOfChannel([n, , ...places]: Shape): number {
  return n * sizeOf(places);
}

function inferStatistic<K extends 'batchMean' | 'batchVariance' | 'batchNormWeightGradient'>(
  context: InferenceContext<K>,
): ValueType {
  const [x] = context.inputs;
  requireChannels(context, x);
  return { shape: [x.shape[1]], dtype: 'float32' };
}

function requireChannels<K extends 'batchNorm' | 'batchMean' | 'batchVariance' | 'batchNormWeightGradient'>(
  { fail }: InferenceContext<K>,
  { shape, dtype }: ValueType,
): void {
  if (shape.length < 2 || dtype !== 'float32') fail('expects float32 values [N, C, …]');
}

/** Σ (x − m)², on the way to the statistics. */
function squaresAreSafe(n: number, x: ValueRange): boolean {
  return n * 4 * magnitudeOf(x) ** 2 <= safeMagnitude;
}
