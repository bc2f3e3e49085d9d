// The modules a model is written with: `import { nn } from 'googlenet'`, then `new nn.Conv2d(1, 64, 7)`.

export { Buffer, type BufferOptions } from './buffer.ts';
export * as functional from './functional.ts';
export { add, auxiliaryLoss, concat, mul } from './functional.ts';
export * as init from './init.ts';
export { GELU, type GELUOptions, LeakyReLU, type LeakyReLUOptions, ReLU, Sigmoid, Tanh } from './layers/activations.ts';
export { BatchNorm2d, type BatchNormOptions } from './layers/batch-norm2d.ts';
export { Flatten, Sequential } from './layers/containers.ts';
export { Conv2d, type Conv2dOptions } from './layers/conv2d.ts';
export { Dropout } from './layers/dropout.ts';
export { Identity } from './layers/identity.ts';
export { Linear } from './layers/linear.ts';
export { LocalResponseNorm, type LocalResponseNormOptions } from './layers/normalization.ts';
export {
  AdaptiveAvgPool2d,
  AvgPool2d,
  type AvgPoolOptions,
  MaxPool2d,
  type Pool2d,
  type PoolOptions,
} from './layers/pooling.ts';
export { CrossEntropyLoss, Loss } from './loss.ts';
export { Module, type StateDict, type StateTensor } from './module.ts';
export * as options from './options.ts';
export { type Initializer, Parameter } from './parameter.ts';
export { type Mode, Tensor } from './tensor.ts';
