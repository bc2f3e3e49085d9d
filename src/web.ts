// The public API in a browser, `googlenet/web`: what of index.ts needs no Node, and engines of the browser. The program hands
// onnxruntime-web over, so that it alone decides which build of it is loaded, and from where.

export { Adam, type AdamOptions, AdamW, type AdaptiveOptimizer } from './compile/optimizers/adam.ts';
export type { GroupedOptimizer, OptimizerOptions } from './compile/optimizers/grouped-optimizer.ts';
export type { Optimizer, Update, UpdateContext } from './compile/optimizers/optimizer.ts';
export type { ParameterGroup } from './compile/optimizers/parameter-groups.ts';
export { SGD, type SGDOptions } from './compile/optimizers/sgd.ts';
export { type Auxiliary, type ModuleCall, Trace } from './compile/trace.ts';
export type { DataChoice, DatasetName } from './data/data-choice.ts';
export type { ImageDataset, ImageSource, InMemoryDataset, Labels } from './data/dataset.ts';
export { type DatasetArrays, imageDataset } from './data/dataset-from-arrays.ts';
export { type Batch, DataLoader, type DataLoaderOptions } from './data/loader.ts';
export type { Share } from './data/share.ts';
export type { PendingSums, ProcessGroup } from './distributed/process-group.ts';
export type { Backend, BackendChoices, BackendProgram, BackendStore } from './engines/backend.ts';
export {
  type EarlyUse,
  Engine,
  type EngineDevice,
  type MemoryChange,
  type Program,
  type ResidentTensor,
  type RunInputs,
  type RunOutputs,
  type StepProfile,
  type Store,
} from './engines/engine.ts';
export type { Lease, LeaseTexts, Releasable } from './engines/lease.ts';
export type { WebRuntime } from './engines/onnxruntime/hosts/web-runtime.ts';
export {
  openWebEngine as openEngine,
  type WebEngineName,
  type WebEngineOptions,
} from './engines/open-web-engine.ts';
export type { Precision } from './engines/precision.ts';
export { type ErrorDetails, GoogLeNetError } from './errors/googlenet-error.ts';
export {
  type ImagePrediction,
  type PredictWithOptions as PredictOptions,
  predictWith as predict,
} from './evaluation/predict-with.ts';
export { decodeSafetensors, type SafetensorsFile } from './formats/safetensors/decode.ts';
export { encodeSafetensors } from './formats/safetensors/encode.ts';
export type {
  Float32Tensor,
  SafetensorsArrays,
  SafetensorsDtype,
  SafetensorsTensor,
} from './formats/safetensors/tensor.ts';
export type { Graph } from './graph/graph.ts';
export type { GraphBuilder } from './graph/graph-builder.ts';
export type { Node, NodeOf } from './graph/node.ts';
export type {
  AveragePoolAttrs,
  BatchNormAttrs,
  ChannelAttrs,
  ConvolutionAttrs,
  GeluAttrs,
  InputAttrs,
  InputRole,
  LeakyReluAttrs,
  LocalResponseNormAttrs,
  NoAttrs,
  Noise,
  OpAttrs,
  OpName,
  Pair,
  PoolAttrs,
  ResidentKind,
  TargetAttrs,
  WindowAttrs,
} from './graph/op-attrs.ts';
export type { GradientContext, InferenceContext, OpDefinition, OpTable } from './graph/op-definition.ts';
export type { DType, Shape, ValueType } from './graph/shape.ts';
export type { ValueRange } from './graph/value-range.ts';
export type { Augmentation } from './images/augmentation.ts';
export type { Channels, Colour, Fit, ImageForm, ImageShape, NetworkInput } from './images/image-form.ts';
export type { Normalization } from './images/prepare-images.ts';
export type { EpochRecord, QuantityValues } from './metrics/epoch-record.ts';
export type { HeldOutPart, MetricKey, Part, Quantity } from './metrics/metric-table.ts';
export { AlexNet, type AlexNetOptions } from './models/alexnet.ts';
export { GoogLeNet, type GoogLeNetOptions, IncepBlock } from './models/googlenet.ts';
export {
  GoogLeNet2014,
  type GoogLeNet2014Options,
  type Inception as Inception2014,
  type InceptionAux as InceptionAux2014,
} from './models/googlenet-2014.ts';
export {
  type BasicConv2d,
  GoogLeNet as GoogLeNetBN,
  type GoogLeNetBNOptions,
  type Inception as InceptionBN,
  type InceptionAux as InceptionAuxBN,
} from './models/googlenet-bn.ts';
export { LeNet, type LeNetOptions } from './models/lenet.ts';
export type { ModelChoice, ModelName, ModelOptions } from './models/model-table.ts';
export { NiN, type NiNOptions } from './models/nin.ts';
export { ResNet as ResNet18, type ResNetOptions } from './models/resnet18.ts';
export { VGG as VGG11, type VGGOptions } from './models/vgg11.ts';
export * as nn from './nn/index.ts';
export type { Operand, Tracer } from './nn/tensor.ts';
export type { RandomStream } from './random/random-stream.ts';
export type { Task } from './tasks/task-type.ts';
export { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './training/checkpoint.ts';
export type {
  DivergedEvent,
  EndEvent,
  EpochEvent,
  EvaluationStepEvent,
  StartEvent,
  StepEvent,
  TrainingEvent,
  TrainingObserver,
  TrainingOutcome,
} from './training/events.ts';
export {
  type BrowserDirectory,
  type BrowserFile,
  type KeepOptions,
  keepInBrowser,
  keptInBrowser,
} from './training/kept-checkpoint.ts';
export type { RanksOfStep } from './training/ranks.ts';
export type { RunningSums } from './training/running-mean.ts';
export { constant, cosine, oneCycle, type Schedule, stepDecay, withWarmup } from './training/schedule.ts';
export { type Evaluation, Trainer } from './training/trainer.ts';
export type { CheckpointPolicy, TrainerOptions } from './training/trainer-options.ts';
export type {
  FactChange,
  SavedKind,
  SavedTensor,
  TrainingFacts,
  TrainingPosition,
  TrainingState,
} from './training/training-state.ts';
