// Every operation's reference kernel.
import { EngineError } from '../../errors/engine-error.ts';
import * as batchNormKernels from './batch-norm-kernels.ts';
import * as channelKernels from './channel-kernels.ts';
import * as concatKernels from './concat-kernels.ts';
import * as conv2dKernels from './conv2d-kernels.ts';
import * as elementwiseKernels from './elementwise-kernels.ts';
import * as geluKernels from './gelu-kernels.ts';
import type { KernelTable } from './kernel.ts';
import * as linearKernels from './linear-kernels.ts';
import * as localResponseNormKernels from './local-response-norm-kernels.ts';
import * as lossKernels from './loss-kernels.ts';
import * as poolingKernels from './pooling-kernels.ts';

export const kernels: KernelTable = {
  input({ attrs }) {
    throw new EngineError(`input ${attrs.name} was not given`);
  },
  ...conv2dKernels,
  ...batchNormKernels,
  ...linearKernels,
  ...channelKernels,
  ...poolingKernels,
  ...localResponseNormKernels,
  ...elementwiseKernels,
  ...geluKernels,
  ...concatKernels,
  ...lossKernels,
};
