// Local response normalisation and its gradient, one position of an image after the other.
import type { LocalResponseNormAttrs } from '../../graph/op-attrs.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { windowSides } from '../../ops/local-response-norm.ts';
import type { Kernel } from './kernel.ts';

/** Σ values over the channels from c − before to c + after, for each channel c. */
function channelWindowSums(values: Float64Array, shape: Shape, before: number, after: number): Float64Array {
  const channels = shape[1];
  const inner = sizeOf(shape.slice(2));
  return values.map((_, index) => {
    const channel = Math.floor(index / inner) % channels;
    let sum = 0;
    for (let c = Math.max(0, channel - before); c <= Math.min(channels - 1, channel + after); c++) {
      sum += values[index + (c - channel) * inner];
    }
    return sum;
  });
}

export const localResponseNorm: Kernel<'localResponseNorm'> = ({ shape, attrs }, [x]) => {
  const d = denominators(x, shape, attrs);
  return x.map((value, index) => value * d[index] ** -attrs.beta);
};

export const localResponseNormGradient: Kernel<'localResponseNormGradient'> = ({ shape, attrs }, [x, y, dy]) => {
  const [before, after] = windowSides(attrs);
  const d = denominators(x, shape, attrs);
  const shares = dy.map((value, index) => (value * y[index]) / d[index]);
  const sums = channelWindowSums(shares, shape, after, before);
  const factor = (2 * attrs.alpha * attrs.beta) / attrs.size;
  return x.map((value, index) => dy[index] * d[index] ** -attrs.beta - factor * value * sums[index]);
};

function denominators(x: Float64Array, shape: Shape, attrs: LocalResponseNormAttrs) {
  const squares = channelWindowSums(
    x.map((value) => value * value),
    shape,
    ...windowSides(attrs),
  );
  return squares.map((sum) => attrs.k + (attrs.alpha / attrs.size) * sum);
}
