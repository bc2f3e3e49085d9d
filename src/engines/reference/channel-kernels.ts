// A scale and a shift for each channel, and the sums over everything else that are their gradients.
import { channelOf, channelSums } from './channel-sums.ts';
import type { Kernel } from './kernel.ts';

export const channelAffine: Kernel<'channelAffine'> = ({ shape, attrs }, [x, scale, shift]) => {
  const channel = channelOf(shape, attrs.axis);
  return x.map((value, index) => value * scale[channel(index)] + (shift?.[channel(index)] ?? 0));
};

export const channelSum: Kernel<'channelSum'> = ({ attrs, inputs: [{ shape }] }, [dy]) =>
  channelSums(shape, attrs.axis, (index) => dy[index]);

export const channelProductSum: Kernel<'channelProductSum'> = ({ attrs, inputs: [{ shape }] }, [x, dy]) =>
  channelSums(shape, attrs.axis, (index) => x[index] * dy[index]);
