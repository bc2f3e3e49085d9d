// Every operation's lowering.
import { EngineError } from '../../../errors/engine-error.ts';
import type { LoweringTable } from '../lowering.ts';
import * as batchNorm from './batch-norm.ts';
import { channelAffine, channelProductSum, channelSum } from './channels.ts';
import { concat, padSlice, slice } from './concat.ts';
import { conv2d, conv2dInputGradient, conv2dWeightGradient } from './conv2d.ts';
import * as elementwise from './elementwise.ts';
import { gelu, geluGradient } from './gelu.ts';
import { linear, linearInputGradient, linearWeightGradient } from './linear.ts';
import { localResponseNorm, localResponseNormGradient } from './local-response-norm.ts';
import * as loss from './loss.ts';
import { averagePool2d, averagePool2dGradient, maxPool2d, maxPool2dGradient } from './pooling.ts';

export const loweringTable: LoweringTable = {
  input: (_, { attrs }) => {
    throw new EngineError(`unreachable: input ${attrs.name} has a name of its own`);
  },
  conv2d,
  conv2dInputGradient,
  conv2dWeightGradient,
  linear,
  linearInputGradient,
  linearWeightGradient,
  channelSum,
  channelProductSum,
  channelAffine,
  maxPool2d,
  maxPool2dGradient,
  averagePool2d,
  averagePool2dGradient,
  localResponseNorm,
  localResponseNormGradient,
  concat,
  slice,
  padSlice,
  ...batchNorm,
  ...elementwise,
  gelu,
  geluGradient,
  ...loss,
};
