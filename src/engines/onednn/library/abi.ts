// What differs between oneDNN's ABIs, behind one interface: how descriptors are made. Version 2 fills structures that
// the caller holds, version 3 makes objects; some enumerations changed their values.
// see: https://uxlfoundation.github.io/oneDNN/dev_guide_transition_to_v3.html
import type { Pair } from '../../../graph/op-attrs.ts';
import type { Shape } from '../../../graph/shape.ts';
import type { Precision } from '../../precision.ts';
import type { Address } from './native.ts';

/** A memory descriptor: the logical sizes of a tensor and how it lies in memory. */
export type Layout = Address;

/** How a layout keeps its numbers. */
export type Storage = Precision;

/** A primitive descriptor: an operation with everything decided but the addresses. */
export type PrimitiveHandle = Address;

/** Primitive attributes: what happens to a result before it is stored. */
export type AttributesHandle = Address;

export type Propagation = 'training' | 'inference';
export type ConvolutionAlgorithm = 'direct' | 'auto';
/** Averages of all elements of the window, or of those that lie inside the image. */
export type PoolAlgorithm = 'max' | 'averageOfWindow' | 'averageOfImage';
export type BinaryAlgorithm = 'add' | 'multiply' | 'subtract' | 'divide' | 'equal';
export type ReductionAlgorithm = 'max' | 'min' | 'sum';
/** `…FromResult`: the gradient is computed from the operation's result. */
export type EltwiseAlgorithm =
  | 'relu'
  | 'reluFromResult'
  | 'linear'
  | 'squareRoot'
  /** alpha·x^beta */
  | 'power'
  | 'exponential'
  | 'logistic'
  | 'logisticFromResult'
  | 'tanh'
  | 'tanhFromResult'
  | 'geluExact'
  | 'geluTanh';
/** The probabilities, or their logarithms. */
export type SoftmaxAlgorithm = 'accurate' | 'logarithm';

export interface WindowSpec {
  readonly stride: Pair;
  readonly padding: Pair;
}

export interface ConvolutionSpec extends WindowSpec {
  /** Rows and columns from one tap of the kernel to the next. Default 1. */
  readonly dilation?: Pair;
}

export interface PoolSpec extends WindowSpec {
  readonly kernel: Pair;
  /** Padding below and to the right; `padding` is above and to the left. */
  readonly paddingBehind: Pair;
}

export interface PoolOperands {
  readonly x: Layout;
  readonly y: Layout;
}

export interface PoolOptions {
  readonly propagation: Propagation;
  readonly algorithm: PoolAlgorithm;
  readonly window: PoolSpec;
}

export interface NormOptions {
  readonly epsilon: number;
  /** Whether there is a scale and a shift for each channel. */
  readonly isAffine: boolean;
  /** Whether a ReLU is part of it. */
  readonly hasRelu: boolean;
}

/** A window over neighbouring channels, as many before a channel as after it. */
export interface LocalResponseNormSpec {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

/** Makes a primitive of an operation. */
type Make<Operands, Options> = (operands: Operands, options: Options, attributes: AttributesHandle) => PrimitiveHandle;

export interface Abi {
  readonly eltwiseCodes: { readonly [K in EltwiseAlgorithm]: number };
  /** Execution argument of the first post-operation's operand; the next ones are multiples. */
  readonly postOperandArgument: number;
  /** Whether the gradient of a batch normalisation asks for the shift, which it does not need. */
  readonly asksForShift: boolean;

  /** Row-major layout. */
  plainLayout(shape: Shape, storage?: Storage): Layout;
  /** Leaves the layout to the library, when a primitive is made. */
  anyLayout(shape: Shape, storage: Storage): Layout;
  /** Layout of images [N, C, H, W], dense, in any order of axes. @param strides elements from one index to the next, by axis */
  stridedLayout(shape: Shape, strides: Shape, storage?: Storage): Layout;
  /** Images [N, C, H, W] as [N, C/block, H, W, block], the last channels filled up with zeros. */
  blockedLayout(shape: Shape, block: 8 | 16, storage?: Storage): Layout;
  /** A window into a larger tensor. */
  partLayout(whole: Layout, shape: Shape, start: Shape): Layout;
  /** A copy of the layout that outlives its maker. */
  copyLayout(layout: Layout): Layout;
  /** The sizes of a layout's axes. */
  shapeOf(layout: Layout): Shape;
  storageOf(layout: Layout): Storage;
  /** The same bytes with the first two axes exchanged. */
  transposedLayout(layout: Layout): Layout;
  appendEltwise(postOperations: Address, code: number, alpha: number, beta: number): void;
  appendSum(postOperations: Address, scale: number): void;

  /** Weights of groups have an axis more: [G, K/G, C/G, R, S]. */
  readonly convolution: Make<
    { x: Layout; w: Layout; b: Layout | undefined; y: Layout },
    { propagation: Propagation; algorithm: ConvolutionAlgorithm; window: ConvolutionSpec }
  >;
  readonly convolutionInputGradient: Make<
    { dx: Layout; w: Layout; dy: Layout },
    { algorithm: ConvolutionAlgorithm; window: ConvolutionSpec; forward: PrimitiveHandle }
  >;
  readonly convolutionWeightGradient: Make<
    { x: Layout; dw: Layout; db: Layout | undefined; dy: Layout },
    { algorithm: ConvolutionAlgorithm; window: ConvolutionSpec; forward: PrimitiveHandle }
  >;
  readonly pooling: Make<PoolOperands, PoolOptions>;
  /** The primitive in each implementation that the library has, the library's choice first. */
  readonly poolings: (...pooling: Parameters<Abi['pooling']>) => readonly PrimitiveHandle[];
  readonly poolingGradient: Make<
    { dx: Layout; dy: Layout },
    { algorithm: PoolAlgorithm; window: PoolSpec; forward: PrimitiveHandle }
  >;
  readonly localResponseNorm: Make<{ x: Layout; y: Layout }, { propagation: Propagation; norm: LocalResponseNormSpec }>;
  readonly localResponseNormGradient: Make<
    { dx: Layout; dy: Layout; x: Layout },
    { norm: LocalResponseNormSpec; forward: PrimitiveHandle }
  >;
  readonly innerProduct: Make<{ x: Layout; w: Layout; b: Layout | undefined; y: Layout }, { propagation: Propagation }>;
  readonly innerProductInputGradient: Make<{ dx: Layout; w: Layout; dy: Layout }, { forward: PrimitiveHandle }>;
  readonly innerProductWeightGradient: Make<
    { x: Layout; dw: Layout; db: Layout | undefined; dy: Layout },
    { forward: PrimitiveHandle }
  >;
  readonly eltwise: Make<{ x: Layout; y: Layout }, { algorithm: EltwiseAlgorithm; alpha: number; beta: number }>;
  /** @param operands.data what the algorithm's gradient is computed from */
  readonly eltwiseGradient: Make<
    { dx: Layout; dy: Layout; data: Layout },
    { algorithm: EltwiseAlgorithm; alpha: number; forward: PrimitiveHandle }
  >;
  /** @param options.propagation `training` normalises by the statistics of the batch, `inference` by given ones */
  readonly batchNorm: Make<{ x: Layout; y: Layout }, NormOptions & { propagation: Propagation }>;
  readonly batchNormGradient: Make<{ dx: Layout; dy: Layout; x: Layout }, NormOptions & { forward: PrimitiveHandle }>;
  readonly softmax: Make<{ x: Layout; y: Layout }, { algorithm: SoftmaxAlgorithm; axis: number }>;
  readonly binary: Make<{ a: Layout; b: Layout; y: Layout }, { algorithm: BinaryAlgorithm }>;
  readonly reduction: Make<{ x: Layout; y: Layout }, { algorithm: ReductionAlgorithm }>;
  readonly concat: Make<{ xs: readonly Layout[]; y: Layout }, { axis: number }>;
  readonly sum: Make<{ xs: readonly Layout[]; y: Layout }, { scales: readonly number[] }>;
}
