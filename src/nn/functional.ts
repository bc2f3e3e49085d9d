// Operations on traced tensors, in the order of the ops folder: what layers and custom `forward`s are written with.
import { ModelError } from '../errors/model-error.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireWhole } from '../errors/require-option.ts';
import type { Pair, PoolAttrs, WindowAttrs } from '../graph/op-attrs.ts';
import { sizeOf } from '../graph/shape.ts';
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

/** x [N,C,H,W] · weight [K,C,R,S] · bias [K] → [N,K,P,Q] */
export function conv2d(x: Tensor, weight: Parameter, bias: Parameter | undefined, attrs: WindowAttrs): Tensor {
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

/** x [N,C,H,W] → [N,C,P,Q] */
export function maxPool2d(x: Tensor, attrs: PoolAttrs): Tensor {
  return x.tracer.apply('maxPool2d', attrs, [x]);
}

/** x [N,C,H,W] → [N,C,P,Q] */
export function averagePool2d(x: Tensor, attrs: PoolAttrs): Tensor {
  return x.tracer.apply('averagePool2d', attrs, [x]);
}

/** x [N,C,H,W] → [N,C,1,1] */
export function globalAveragePool2d(x: Tensor): Tensor {
  const [, , h, w] = x.shape;
  return averagePool2d(x, { kernel: [h, w], stride: [1, 1], padding: [0, 0] });
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

/** logits [N,classes] · labels int32 [N] → [1], the mean over rows */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return logits.tracer.apply('softmaxCrossEntropy', {}, [logits, labels]);
}
