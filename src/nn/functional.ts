// Operations on traced tensors, in the order of the ops folder: what layers and custom `forward`s are written with.
import { ModelError } from '../errors/model-error.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireFinite, requireWhole } from '../errors/require-option.ts';
import { ShapeError } from '../errors/shape-error.ts';
import type {
  AveragePoolAttrs,
  ConvolutionAttrs,
  GeluAttrs,
  LeakyReluAttrs,
  LocalResponseNormAttrs,
  Pair,
  PoolAttrs,
  TargetAttrs,
} from '../graph/op-attrs.ts';
import { sizeOf } from '../graph/shape.ts';
import { adaptiveSpans, type Span, slidingWindow } from './adaptive-windows.ts';
import type { Buffer } from './buffer.ts';
import type { Parameter } from './parameter.ts';
import type { Tensor } from './tensor.ts';

/** One number for rows and columns, or [rows, columns]. */
export type Size = number | Pair;

/** @throws OptionError unless both are whole numbers of at least `least` */
export function pair(name: string, size: Size, least = 1): Pair {
  const both: unknown = Array.isArray(size) ? size : [size, size];
  const [rows, columns, ...more]: Pair = both as Pair;
  if (more.length > 0) throw new OptionError(`${name} has ${2 + more.length} numbers, expected one or [rows, columns]`);
  for (const each of [rows, columns]) requireWhole(name, each, { least });
  return [rows, columns];
}

/** x [N,C,H,W] · weight [K,C/groups,R,S] · bias [K] → [N,K,P,Q] */
export function conv2d(x: Tensor, weight: Parameter, bias: Parameter | undefined, attrs: ConvolutionAttrs): Tensor {
  return x.tracer.apply('conv2d', attrs, bias === undefined ? [x, weight] : [x, weight, bias]);
}

/** x [N,inFeatures] · weight [outFeatures,inFeatures] · bias [outFeatures] → [N,outFeatures] */
export function linear(x: Tensor, weight: Parameter, bias: Parameter | undefined): Tensor {
  return x.tracer.apply('linear', {}, bias === undefined ? [x, weight] : [x, weight, bias]);
}

/** max(x, 0), elementwise; any shape. */
export function relu(x: Tensor): Tensor {
  return x.tracer.apply('relu', {}, [x]);
}

/** 1 / (1 + e^−x), elementwise; any shape. */
export function sigmoid(x: Tensor): Tensor {
  return x.tracer.apply('sigmoid', {}, [x]);
}

/** tanh(x), elementwise; any shape. */
export function tanh(x: Tensor): Tensor {
  return x.tracer.apply('tanh', {}, [x]);
}

/** x where it is positive, else negativeSlope·x; elementwise, any shape. */
export function leakyRelu(x: Tensor, attrs: LeakyReluAttrs): Tensor {
  return x.tracer.apply('leakyRelu', attrs, [x]);
}

/** x·Φ(x), elementwise; any shape. */
export function gelu(x: Tensor, attrs: GeluAttrs): Tensor {
  return x.tracer.apply('gelu', attrs, [x]);
}

/** x [N,C,H,W] → [N,C,P,Q] */
export function maxPool2d(x: Tensor, attrs: PoolAttrs): Tensor {
  return x.tracer.apply('maxPool2d', attrs, [x]);
}

/** x [N,C,H,W] → [N,C,P,Q] */
export function averagePool2d(x: Tensor, attrs: AveragePoolAttrs): Tensor {
  return x.tracer.apply('averagePool2d', attrs, [x]);
}

/** x [N,C,H,W] → [N,C,1,1] */
export function globalAveragePool2d(x: Tensor): Tensor {
  return adaptiveAveragePool2d(x, 1);
}

/** Mean of rows × columns windows that cover the image, whatever its size: x [N,C,H,W] → [N,C,rows,columns] */
export function adaptiveAveragePool2d(x: Tensor, outputSize: Size): Tensor {
  const [rows, columns] = pair('adaptiveAveragePool2d: output size', outputSize);
  if (x.shape.length !== 4) throw new ShapeError(`adaptiveAveragePool2d: expects images [N, C, H, W] · x [${x.shape}]`);
  const [, , h, w] = x.shape;
  const [rowSpans, columnSpans] = [adaptiveSpans(h, rows), adaptiveSpans(w, columns)];
  const [down, across] = [slidingWindow(rowSpans), slidingWindow(columnSpans)];
  if (down === undefined || across === undefined) return meansAlong(meansAlong(x, 2, rowSpans), 3, columnSpans);
  const window = { kernel: [down.kernel, across.kernel], stride: [down.stride, across.stride] } as const;
  return averagePool2d(x, { ...window, padding: [0, 0] });
}

/** Means along one axis: the mean of a window is the mean of its rows' means, since all its rows are equally long. */
function meansAlong(x: Tensor, axis: 2 | 3, spans: readonly Span[]): Tensor {
  const mean = (images: Tensor, kernel: number, stride: number) => {
    if (kernel === 1 && stride === 1) return images;
    const along = (size: number): Pair => (axis === 2 ? [size, 1] : [1, size]);
    return averagePool2d(images, { kernel: along(kernel), stride: along(stride), padding: [0, 0] });
  };
  const window = slidingWindow(spans);
  if (window !== undefined) return mean(x, window.kernel, window.stride);
  const means = spans.map(({ start, end }) => mean(slice(x, axis, start, end), end - start, 1));
  return concat(means, axis);
}

/** Elements start … end−1 of an axis. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  return x.tracer.apply('slice', { axis, start, end }, [x]);
}

/** x / (k + alpha·mean of x² over `size` neighbouring channels)^beta; x [N,C,…], three axes at least */
export function localResponseNorm(x: Tensor, attrs: LocalResponseNormAttrs): Tensor {
  return x.tracer.apply('localResponseNorm', attrs, [x]);
}

/** Joins along an axis, by default the channels of images. */
export function concat(tensors: readonly Tensor[], axis = 1): Tensor {
  const [first] = tensors;
  if (first === undefined) throw new ModelError('concat needs at least one tensor');
  return first.tracer.apply('concat', { axis }, tensors);
}

/** [N, …] → [N, the rest as one axis] */
export function flatten(x: Tensor): Tensor {
  const [n, ...rest] = x.shape;
  return x.tracer.apply('reshape', { shape: [n, sizeOf(rest)] }, [x]);
}

/** Elementwise sum of two tensors of one shape: a residual connection. */
export function add(a: Tensor, b: Tensor): Tensor {
  return a.tracer.apply('add', {}, [a, b]);
}

/** Elementwise product of two tensors of one shape. */
export function mul(a: Tensor, b: Tensor): Tensor {
  return a.tracer.apply('multiply', {}, [a, b]);
}

/** What `batchNorm` takes besides x. */
export interface BatchNormStatistics {
  readonly weight?: Parameter | undefined;
  readonly bias?: Parameter | undefined;
  /** Statistics that are known, [C]; without them, those of the batch are taken. */
  readonly mean?: Buffer;
  readonly variance?: Buffer;
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number;
}

/** x [N,C,…] → the same: (x − mean) / √(variance + eps) · weight + bias, channel by channel */
export function batchNorm(x: Tensor, { weight, bias, mean, variance, eps = 1e-5 }: BatchNormStatistics = {}): Tensor {
  const { tracer } = x;
  if (mean === undefined || variance === undefined) {
    const affine = weight === undefined || bias === undefined ? [] : [weight, bias];
    return tracer.apply('batchNorm', { epsilon: eps }, [x, ...affine]);
  }
  const deviation = tracer.apply('squareRoot', {}, [tracer.apply('scale', { factor: 1, offset: eps }, [variance])]);
  const factor = weight ?? tracer.apply('scale', { factor: 0, offset: 1 }, [variance]);
  const scale = tracer.apply('divide', {}, [factor, deviation]);
  const moved = tracer.apply('multiply', {}, [scale, mean]);
  const shift =
    bias === undefined ? tracer.apply('scale', { factor: -1 }, [moved]) : tracer.apply('subtract', {}, [bias, moved]);
  return tracer.apply('channelAffine', { axis: 1 }, [x, scale, shift]);
}

/** What `trackStatistics` updates. */
export interface RunningStatistics {
  /** Running mean, [C]. */
  readonly mean: Buffer;
  /** Running mean of the unbiased variance, [C]. */
  readonly variance: Buffer;
  /** Number of batches seen so far, []. */
  readonly count: Buffer;
  /** Share of the batch's statistics in the new ones. */
  readonly momentum: number;
}

/** Moves running statistics towards those of x [N,C,…], as torch.nn.BatchNorm2d does; in training alone. */
export function trackStatistics(x: Tensor, { mean, variance, count, momentum }: RunningStatistics): void {
  const { tracer } = x;
  const [n, , ...places] = x.shape;
  const values = n * sizeOf(places);
  const move = (buffer: Buffer, statistic: Tensor, factor: number) => {
    const kept = tracer.apply('scale', { factor: 1 - momentum }, [buffer]);
    update(buffer, add(kept, tracer.apply('scale', { factor }, [statistic])));
  };
  move(mean, tracer.apply('batchMean', {}, [x]), momentum);
  // PyTorch keeps the unbiased variance, but normalises by the biased one.
  move(variance, tracer.apply('batchVariance', {}, [x]), (momentum * values) / Math.max(1, values - 1));
  update(count, tracer.apply('scale', { factor: 1, offset: 1 }, [count]));
}

/**
 * Sets each element to 0 with probability p while training, and makes the others 1 / (1 − p) times as large; in an
 * evaluation x itself. What is dropped is drawn anew for each image of each epoch.
 */
export function dropout(x: Tensor, p = 0.5): Tensor {
  if (x.tracer.mode === 'evaluation' || p === 0) return x;
  return mul(x, x.tracer.dropMask(x.shape, p));
}

/** Gives a buffer its next value, of the same shape; in training alone (`x.tracer.mode`). */
export function update(buffer: Buffer, value: Tensor): void {
  value.tracer.update(buffer, value);
}

/**
 * Has the loss of these logits [N, classes] count so much in training beside that of the model's own: for classifiers on
 * inner layers. Does nothing in an evaluation, so call their modules in training alone (`x.tracer.mode`).
 */
export function auxiliaryLoss(logits: Tensor, weight: number): void {
  requireFinite('auxiliaryLoss: weight', weight);
  if (logits.tracer.mode === 'training') logits.tracer.addAuxiliary(logits, weight);
}

/** What `crossEntropy` takes besides logits and labels. */
export interface CrossEntropyOptions {
  /** Weight of each class; default: all 1. */
  readonly classWeights?: readonly number[] | undefined;
  /** Share of each target that is spread evenly over all classes. Default 0. */
  readonly labelSmoothing?: number | undefined;
}

/** logits [N,classes] · labels int32 [N] → [1], the sum over rows */
export function crossEntropy(logits: Tensor, labels: Tensor, options: CrossEntropyOptions = {}): Tensor {
  return logits.tracer.apply('softmaxCrossEntropy', targetAttrs(options), [logits, labels]);
}

/** labels int32 [N] → [1], the sum of their classes' weights: what makes a mean of `crossEntropy` */
export function labelWeight(labels: Tensor, { classWeights }: CrossEntropyOptions = {}): Tensor {
  return labels.tracer.apply('labelWeight', targetAttrs({ classWeights }), [labels]);
}

function targetAttrs({ classWeights, labelSmoothing = 0 }: CrossEntropyOptions): TargetAttrs {
  return classWeights === undefined ? { labelSmoothing } : { labelSmoothing, classWeights };
}
