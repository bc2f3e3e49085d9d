// All lowerings: an operation without one does not compile.
import type { OpName } from '../../../graph/op-attrs.ts';
import { batchMean, batchNorm, batchNormInputGradient, batchNormWeightGradient, batchVariance } from './batch-norm.ts';
import { channelAffine } from './channel-affine.ts';
import { channelProductSum, channelSum } from './channel-sum.ts';
import { concat, padSlice, reshape, slice } from './concat.ts';
import { conv2d, conv2dInputGradient, conv2dWeightGradient } from './conv2d.ts';
import {
  add,
  divide,
  gelu,
  geluGradient,
  leakyRelu,
  leakyReluGradient,
  multiply,
  relu,
  reluGradient,
  scale,
  sigmoid,
  sigmoidGradient,
  squareRoot,
  subtract,
  tanh,
  tanhGradient,
} from './elementwise.ts';
import { largest } from './largest.ts';
import { linear, linearInputGradient, linearWeightGradient } from './linear.ts';
import { localResponseNorm, localResponseNormGradient } from './local-response-norm.ts';
import { countCorrect, labelWeight, softmaxCrossEntropy, softmaxCrossEntropyGradient } from './loss.ts';
import type { Lowering } from './lowering.ts';
import { averagePool2d, averagePool2dGradient, maxPool2d, maxPool2dGradient } from './pooling.ts';
import { constant, input } from './sources.ts';

export const lowerings: { readonly [K in OpName]: Lowering<K> } = {
  input,
  constant,
  conv2d,
  linear,
  batchNorm,
  batchMean,
  batchVariance,
  batchNormInputGradient,
  batchNormWeightGradient,
  relu,
  sigmoid,
  tanh,
  leakyRelu,
  gelu,
  maxPool2d,
  averagePool2d,
  localResponseNorm,
  localResponseNormGradient,
  concat,
  slice,
  reshape,
  softmaxCrossEntropy,
  labelWeight,
  countCorrect,
  largest,
  conv2dInputGradient,
  conv2dWeightGradient,
  linearInputGradient,
  linearWeightGradient,
  channelSum,
  channelProductSum,
  reluGradient,
  sigmoidGradient,
  tanhGradient,
  leakyReluGradient,
  geluGradient,
  maxPool2dGradient,
  averagePool2dGradient,
  padSlice,
  softmaxCrossEntropyGradient,
  add,
  subtract,
  multiply,
  divide,
  squareRoot,
  scale,
  channelAffine,
};
