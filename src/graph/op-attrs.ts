// The list of operations and what parametrises each: the vocabulary that graphs are written in.
// Every table over operations is mapped from this interface, so a forgotten entry does not compile.
import type { Shape } from './shape.ts';

/** [rows, columns] */
export type Pair = readonly [number, number];

export interface WindowAttrs {
  readonly stride: Pair;
  /** Rows and columns added at both sides: zeros for a convolution or a mean, −∞ for a maximum. */
  readonly padding: Pair;
}

export interface PoolAttrs extends WindowAttrs {
  readonly kernel: Pair;
}

/** Who fills an input: the caller at each run, or the state that stays with the engine between runs. */
export type InputRole = 'data' | 'hyperparameter' | 'parameter' | 'optimizerState';

export type NoAttrs = Readonly<Record<never, never>>;

export interface OpAttrs {
  // sources
  input: { readonly name: string; readonly role: InputRole };
  /** A tensor of one repeated number. */
  constant: { readonly value: number };

  // layers
  conv2d: WindowAttrs;
  linear: NoAttrs;
  relu: NoAttrs;
  sigmoid: NoAttrs;
  maxPool2d: PoolAttrs;
  averagePool2d: PoolAttrs;
  concat: { readonly axis: number };
  slice: { readonly axis: number; readonly start: number; readonly end: number };
  reshape: { readonly shape: Shape };

  // loss, metric and measure
  softmaxCrossEntropy: NoAttrs;
  countCorrect: NoAttrs;
  largest: NoAttrs;

  // gradients of layers
  conv2dInputGradient: WindowAttrs & { readonly inputShape: Shape };
  conv2dWeightGradient: WindowAttrs & { readonly weightShape: Shape };
  linearInputGradient: NoAttrs;
  linearWeightGradient: NoAttrs;
  channelSum: NoAttrs;
  reluGradient: NoAttrs;
  sigmoidGradient: NoAttrs;
  maxPool2dGradient: PoolAttrs;
  averagePool2dGradient: PoolAttrs & { readonly inputShape: Shape };
  padSlice: { readonly axis: number; readonly start: number; readonly inputShape: Shape };
  softmaxCrossEntropyGradient: NoAttrs;

  // arithmetic
  add: NoAttrs;
  subtract: NoAttrs;
  multiply: NoAttrs;
  scale: { readonly factor: number };
}

export type OpName = keyof OpAttrs;
