// The list of operations and what parametrises each: the vocabulary that graphs are written in.
// Every table over operations is mapped from this interface, so a forgotten entry does not compile.
import type { Shape } from './shape.ts';

/** [rows, columns] */
export type Pair = readonly [number, number];

/** A window that moves over an image. */
export interface WindowAttrs {
  readonly stride: Pair;
  /** Rows and columns added at both sides: zeros for a convolution or a mean, −∞ for a maximum. */
  readonly padding: Pair;
}

/** Attributes of a convolution. */
export interface ConvolutionAttrs extends WindowAttrs {
  /** Rows and columns from one tap of the kernel to the next. Default [1, 1]: taps are neighbours. */
  readonly dilation?: Pair;
  /** Equal parts that the channels are cut into, input and output alike, each convolved by itself. Default 1. */
  readonly groups?: number;
}

/** Attributes of a pool. */
export interface PoolAttrs extends WindowAttrs {
  readonly kernel: Pair;
  /** Whether a last window that begins inside may hang over the end. Default false. */
  readonly ceilMode?: boolean;
}

/** Attributes of an average pool. */
export interface AveragePoolAttrs extends PoolAttrs {
  /** Whether the zeros of the padding count as elements. Default true. */
  readonly countIncludePad?: boolean;
}

/**
 * What stays with the engine between runs: what is learned; what is kept beside it, such as running statistics; what the
 * optimizer remembers; averages of the first two over the steps; and what one program leaves for another within a step, such as
 * gradients, which is never saved.
 */
export type ResidentKind = 'parameter' | 'buffer' | 'optimizer' | 'average' | 'interim';
/** Which axis has the channels: 1 of images, 0 of the weights of their filters. */
export interface ChannelAttrs {
  readonly axis: 0 | 1;
}

/** Attributes of a leaky ReLU. */
export interface LeakyReluAttrs {
  readonly negativeSlope: number;
}

/** Attributes of GELU. */
export interface GeluAttrs {
  /** `none`: the exact form. */
  readonly approximate: 'none' | 'tanh';
}

/** Attributes of local response normalisation. */
export interface LocalResponseNormAttrs {
  /** Channels in the window. */
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

/** Who fills an input: the caller at each run, or the state that stays with the engine between runs. */
export type InputRole = 'data' | 'noise' | 'hyperparameter' | ResidentKind;

/** How an input of the role `noise` is drawn: each element is 0 with this probability p, else 1 / (1 − p). */
export interface Noise {
  readonly dropProbability: number;
}

/** Attributes of a graph's input. */
export interface InputAttrs {
  readonly name: string;
  readonly role: InputRole;
  /** How the input is drawn; only with the role `noise`. */
  readonly noise?: Noise;
  /** Least value that an element may have; only with the role `buffer`. */
  readonly least?: number;
  /** Name of the resident tensor of the same shape that this one belongs to: a parameter's gradient, say. Engines lay both out alike. */
  readonly like?: string;
}

/** What a loss makes of labels: targets t[n,c] = (1 − s)·w[label]·[c = label] + s/C·w[c]. */
export interface TargetAttrs {
  /** s */
  readonly labelSmoothing: number;
  /** w, one for each class; absent: all 1. */
  readonly classWeights?: readonly number[];
}

/** Attributes of batch normalisation. */
export interface BatchNormAttrs {
  /** Added to the variance. */
  readonly epsilon: number;
}

/** The attributes of an operation that has none. */
export type NoAttrs = Readonly<Record<never, never>>;

/** The operations, and the attributes of each. */
export interface OpAttrs {
  // sources
  input: InputAttrs;
  /** A tensor of one repeated number. */
  constant: { readonly value: number };

  // layers
  conv2d: ConvolutionAttrs;
  linear: NoAttrs;
  relu: NoAttrs;
  sigmoid: NoAttrs;
  tanh: NoAttrs;
  leakyRelu: LeakyReluAttrs;
  gelu: GeluAttrs;
  maxPool2d: PoolAttrs;
  averagePool2d: AveragePoolAttrs;
  batchNorm: BatchNormAttrs;
  batchMean: NoAttrs;
  batchVariance: NoAttrs;
  localResponseNorm: LocalResponseNormAttrs;
  concat: { readonly axis: number };
  slice: { readonly axis: number; readonly start: number; readonly end: number };
  reshape: { readonly shape: Shape };

  // loss, metric and measure
  softmaxCrossEntropy: TargetAttrs;
  labelWeight: TargetAttrs;
  countCorrect: NoAttrs;
  largest: NoAttrs;

  // gradients of layers
  conv2dInputGradient: ConvolutionAttrs & { readonly inputShape: Shape };
  conv2dWeightGradient: ConvolutionAttrs & { readonly weightShape: Shape };
  batchNormInputGradient: BatchNormAttrs;
  batchNormWeightGradient: BatchNormAttrs;
  linearInputGradient: NoAttrs;
  linearWeightGradient: NoAttrs;
  channelSum: ChannelAttrs;
  channelProductSum: ChannelAttrs;
  reluGradient: NoAttrs;
  sigmoidGradient: NoAttrs;
  tanhGradient: NoAttrs;
  leakyReluGradient: LeakyReluAttrs;
  geluGradient: GeluAttrs;
  maxPool2dGradient: PoolAttrs;
  averagePool2dGradient: AveragePoolAttrs & { readonly inputShape: Shape };
  localResponseNormGradient: LocalResponseNormAttrs;
  padSlice: { readonly axis: number; readonly start: number; readonly inputShape: Shape };
  softmaxCrossEntropyGradient: TargetAttrs;

  // arithmetic
  add: NoAttrs;
  subtract: NoAttrs;
  multiply: NoAttrs;
  divide: NoAttrs;
  squareRoot: NoAttrs;
  /** a·factor + offset; the offset is 0 where it is left out. */
  scale: { readonly factor: number; readonly offset?: number };
  channelAffine: ChannelAttrs;
}

/** The name of an operation. */
export type OpName = keyof OpAttrs;
