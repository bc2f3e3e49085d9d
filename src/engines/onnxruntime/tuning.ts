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
  /** Whether 6, 9, 15, … channels are filled up to a multiple of four before a convolution to a multiple of four filters. */
  readonly fillsThrees: boolean;
  /** Whether ConvTranspose is right with several groups. */
  readonly transposesGroups: boolean;
  /** Operators that the provider does not have: what they do is composed of others. */
  readonly lacks: ReadonlySet<string>;
}

/** For models that are to run anywhere: ONNX's own operators, as one would write them. */
export const untuned: Tuning = {
  channelBlock: 1,
  growsBy: 'Pad',
  mostOfPoolGradient: Number.POSITIVE_INFINITY,
  fillsThrees: false,
  transposesGroups: true,
  lacks: new Set(),
};

/** For the WebGPU provider, in which every operator of a step has to be. ArgMax's integers of 64 bits can be compared nowhere there. */
export const tunedForWebGpu: Tuning = {
  ...untuned,
  // Conv of onnxruntime 1.30 takes three channels at a time there, and is wrong where there are more than three and several taps.
  fillsThrees: true,
  // ConvTranspose of onnxruntime 1.30 is wrong there for two filters of each channel, in six groups with a stride of two.
  transposesGroups: false,
  lacks: new Set(['LogSoftmax', 'ArgMax', 'Sum']),
};

/** For the CPU provider on this machine. */
export async function tunedForCpu(runtime: Runtime): Promise<Tuning> {
  return {
    channelBlock: await detectChannelBlock(runtime),
    // Up to five times as fast as Pad, which uses one thread.
    growsBy: 'Concat',
    mostOfPoolGradient: 16 * 2 ** 20,
    fillsThrees: false,
    transposesGroups: true,
    lacks: new Set(),
  };
}
