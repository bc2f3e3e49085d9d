// What lowerings do only for the speed of the provider that will run them is decided here. It changes no more than the last
// digits of results.
import { detectChannelBlock } from './blocked-convolution.ts';
import type { Runtime } from './hosts/host.ts';

export interface Tuning {
  /** Channels in a block of the layout that the provider convolves fastest in (blocked-convolution.ts); 1: it has none. */
  readonly channelBlock: number;
  /** The operator that adds zeros to an axis. */
  readonly growsBy: 'Concat' | 'Pad';
  /** Bytes of images for which the gradient of a max-pool is computed at once, so that it stays in the caches. */
  readonly mostOfPoolGradient: number;
}

/** For models that are to run anywhere: ONNX's own operators, as one would write them. */
export const untuned: Tuning = {
  channelBlock: 1,
  growsBy: 'Pad',
  mostOfPoolGradient: Number.POSITIVE_INFINITY,
};

/** For the CPU provider on this machine. */
export async function tunedForCpu(runtime: Runtime): Promise<Tuning> {
  return {
    channelBlock: await detectChannelBlock(runtime),
    // Up to five times as fast as Pad, which uses one thread.
    growsBy: 'Concat',
    mostOfPoolGradient: 16 * 2 ** 20,
  };
}
