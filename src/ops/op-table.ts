// Every operation with its meaning. To add one: its line in OpAttrs, its file here, its row in this table,
// and a lowering in each engine; the compiler lists what is missing.
import type { OpTable } from '../graph/op-definition.ts';
import { add, divide, multiply, scale, squareRoot, subtract } from './arithmetic.ts';
import { averagePool2d, averagePool2dGradient } from './average-pool2d.ts';
import { batchMean, batchNorm, batchNormInputGradient, batchNormWeightGradient, batchVariance } from './batch-norm.ts';
import { channelAffine } from './channel-affine.ts';
import { channelProductSum, channelSum } from './channel-sum.ts';
import { concat, padSlice, slice } from './concat.ts';
import { conv2d, conv2dInputGradient, conv2dWeightGradient } from './conv2d.ts';
import { gelu, geluGradient } from './gelu.ts';
import { constant, input } from './input.ts';
import { largest } from './largest.ts';
import { leakyRelu, leakyReluGradient } from './leaky-relu.ts';
import { linear, linearInputGradient, linearWeightGradient } from './linear.ts';
import { localResponseNorm, localResponseNormGradient } from './local-response-norm.ts';
import { maxPool2d, maxPool2dGradient } from './max-pool2d.ts';
import { relu, reluGradient } from './relu.ts';
import { reshape } from './reshape.ts';
import { sigmoid, sigmoidGradient } from './sigmoid.ts';
import {
  countCorrect,
  labelWeight,
  softmaxCrossEntropy,
  softmaxCrossEntropyGradient,
} from './softmax-cross-entropy.ts';
import { tanh, tanhGradient } from './tanh.ts';

export const opTable: OpTable = {
  input,
  constant,
  conv2d,
  conv2dInputGradient,
  conv2dWeightGradient,
  batchNorm,
  batchMean,
  batchVariance,
  batchNormInputGradient,
  batchNormWeightGradient,
  linear,
  linearInputGradient,
  linearWeightGradient,
  channelSum,
  channelProductSum,
  relu,
  reluGradient,
  sigmoid,
  sigmoidGradient,
  tanh,
  tanhGradient,
  leakyRelu,
  leakyReluGradient,
  gelu,
  geluGradient,
  maxPool2d,
  maxPool2dGradient,
  averagePool2d,
  averagePool2dGradient,
  localResponseNorm,
  localResponseNormGradient,
  concat,
  slice,
  padSlice,
  reshape,
  softmaxCrossEntropy,
  softmaxCrossEntropyGradient,
  labelWeight,
  countCorrect,
  largest,
  add,
  subtract,
  multiply,
  divide,
  squareRoot,
  scale,
  channelAffine,
};
