// Batch normalisation and its gradients, channel by channel.
import type { Shape } from '../../graph/shape.ts';
import { valuesOfChannel } from '../../ops/batch-norm.ts';
import { channelOf, channelSums } from './channel-sums.ts';
import type { Kernel } from './kernel.ts';

function statisticsOf(shape: Shape, x: Float64Array) {
  const n = valuesOfChannel(shape);
  const channel = channelOf(shape, 1);
  const mean = channelSums(shape, 1, (index) => x[index]).map((sum) => sum / n);
  const variance = channelSums(shape, 1, (index) => (x[index] - mean[channel(index)]) ** 2).map((sum) => sum / n);
  return { n, channel, mean, variance };
}

function normalise(shape: Shape, x: Float64Array, epsilon: number) {
  const { n, channel, mean, variance } = statisticsOf(shape, x);
  const inverse = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  const normalised = x.map((value, index) => (value - mean[channel(index)]) * inverse[channel(index)]);
  return { n, channel, inverse, normalised };
}

export const batchNorm: Kernel<'batchNorm'> = ({ attrs: { epsilon }, shape }, [x, w, b]) => {
  const { channel, normalised } = normalise(shape, x, epsilon);
  return normalised.map((value, index) => value * (w?.[channel(index)] ?? 1) + (b?.[channel(index)] ?? 0));
};

export const batchMean: Kernel<'batchMean'> = ({ inputs: [{ shape }] }, [x]) => statisticsOf(shape, x).mean;
export const batchVariance: Kernel<'batchVariance'> = ({ inputs: [{ shape }] }, [x]) => statisticsOf(shape, x).variance;

export const batchNormInputGradient: Kernel<'batchNormInputGradient'> = ({ attrs: { epsilon }, shape }, [x, dy, w]) => {
  const { n, channel, inverse, normalised } = normalise(shape, x, epsilon);
  const db = channelSums(shape, 1, (index) => dy[index]);
  const dw = channelSums(shape, 1, (index) => dy[index] * normalised[index]);
  return dy.map((value, index) => {
    const c = channel(index);
    return (w?.[c] ?? 1) * inverse[c] * (value - db[c] / n - (normalised[index] * dw[c]) / n);
  });
};

export const batchNormWeightGradient: Kernel<'batchNormWeightGradient'> = (
  { attrs: { epsilon }, inputs: [{ shape }] },
  [x, dy],
) => {
  const { normalised } = normalise(shape, x, epsilon);
  return channelSums(shape, 1, (index) => dy[index] * normalised[index]);
};
