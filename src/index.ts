// The public API, in the order in which data passes through it.

export { Adam, type AdamOptions, AdamW, type AdaptiveOptimizer } from './compile/optimizers/adam.ts';
export type { GroupedOptimizer, OptimizerOptions } from './compile/optimizers/grouped-optimizer.ts';
export type { Optimizer, Update, UpdateContext } from './compile/optimizers/optimizer.ts';
export type { ParameterGroup } from './compile/optimizers/parameter-groups.ts';
export { SGD, type SGDOptions } from './compile/optimizers/sgd.ts';
export {
  evaluationStep,
  gradientStep,
  imagesName,
  labelsName,
  prediction,
  type Supervision,
  type TrainingStep,
  trainingStep,
  type WatchOptions,
} from './compile/programs.ts';
export { type Auxiliary, type ModuleCall, Trace } from './compile/trace.ts';
export { gradientScaleName, learningRateName, type UpdateNumbers, updateInputs } from './compile/update-graph.ts';
export type { DataChoice, DatasetName } from './data/data-choice.ts';
export type { ImageDataset, ImageSource, InMemoryDataset, Labels } from './data/dataset.ts';
export { type DatasetArrays, imageDataset } from './data/dataset-from-arrays.ts';
export type { DownloadProgress } from './data/download.ts';
export { type FashionMnistOptions, fashionMnist } from './data/fashion-mnist/fashion-mnist.ts';
export type { FashionMnistSplit } from './data/fashion-mnist/files.ts';
export type { FashionMnistPlaces } from './data/fashion-mnist/locate.ts';
export { type Batch, DataLoader, type DataLoaderOptions } from './data/loader.ts';
export type { ProxySettings } from './data/proxy.ts';
export type { Share } from './data/share.ts';
export { type LocalGroupOptions, localGroups } from './distributed/local-group.ts';
export { type MpiGroupOptions, openMpiGroup } from './distributed/mpi/open-mpi-group.ts';
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
export { type EngineName, type EngineOptions, openEngine } from './engines/open-engine.ts';
export { type EngineFacts, openTrainingEngine, type TrainingEngineOptions } from './engines/open-training-engine.ts';
export type { Precision } from './engines/precision.ts';
export { type ErrorDetails, GoogLeNetError } from './errors/googlenet-error.ts';
export {
  type ClassificationReport,
  classificationReport,
  type NamedClassScores,
} from './evaluation/classification-report.ts';
export type { ClassScores, ConfusionMatrix, Scores } from './evaluation/confusion-matrix.ts';
export type { Mistake } from './evaluation/mistakes.ts';
export { type PredictOptions, predict } from './evaluation/predict.ts';
export { type PredictDatasetOptions, type Predictions, predictDataset } from './evaluation/predict-dataset.ts';
export type { ImagePrediction } from './evaluation/predict-with.ts';
export { type Block, type BlockPath, listBlocks } from './export/list-blocks.ts';
export { exportOnnx, type OnnxExportOptions } from './export/onnx-model.ts';
export type {
  OnnxArrays,
  OnnxAttribute,
  OnnxElementType,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxOpset,
  OnnxTensor,
  OnnxValueInfo,
} from './formats/onnx/model.ts';
export { encodeOnnxModel } from './formats/onnx/write.ts';
export type { SafetensorsFile } from './formats/safetensors/decode.ts';
export type { SafetensorsArrays, SafetensorsDtype } from './formats/safetensors/tensor.ts';
export {
  decodeSafetensors,
  encodeSafetensors,
  type Float32Tensor,
  readSafetensors,
  type SafetensorsTensor,
  writeSafetensors,
} from './formats/safetensors.ts';
export { type EventFileOptions, EventFileWriter } from './formats/tfevents.ts';
export {
  decodeTorchCheckpoint,
  decodeTorchFile,
  type TorchCheckpoint,
  type TorchFileOptions,
} from './formats/torch.ts';
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
export { printGraph } from './graph/print-graph.ts';
export type { DType, Shape, ValueType } from './graph/shape.ts';
export type { ValueRange } from './graph/value-range.ts';
export type { Augmentation } from './images/augmentation.ts';
export type { Channels, Colour, Fit, ImageForm, ImageShape, NetworkInput } from './images/image-form.ts';
export type { Normalization } from './images/prepare-images.ts';
export type { EpochNumbers, EpochPoint, EpochRecord, QuantityValues, StepNumbers } from './metrics/epoch-record.ts';
export type { Language } from './metrics/languages.ts';
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
export { describeNetwork } from './network/describe-network.ts';
export type {
  NetworkDescription,
  NetworkEdge,
  NetworkLayer,
  NetworkModule,
  NetworkTotals,
  NetworkWindow,
} from './network/network-description.ts';
export * as nn from './nn/index.ts';
export type { Operand, Tracer } from './nn/tensor.ts';
export type { RandomStream } from './random/random-stream.ts';
export type { ReportPage } from './report/page/report-page.ts';
export type { ReportSetting } from './report/page/setting-section.ts';
export { type ConfusionData, type ConfusionOptions, confusionPlot } from './report/plots/confusion-plot.ts';
export { accuracyCurves, type ComparedRun, type CurveOptions, lossCurves } from './report/plots/curves.ts';
export { readRunCsv } from './report/read-run-csv.ts';
export { type RunReport, type RunReportOptions, writeRunReport } from './report/write-run-report.ts';
export { type LoadModelOptions, loadModel, saveModel } from './runs/model-file.ts';
export { type RecordRunOptions, recordRun } from './runs/record-run.ts';
export type { WarningListener } from './runs/writing.ts';
export { openStudio, type Studio, type StudioOptions } from './studio/open-studio.ts';
export type { LoadTestImages, StudioNetwork, TestImages } from './studio/studio-options.ts';
export type { SummaryColumn } from './summary/layout.ts';
export type { SummaryRow } from './summary/rows.ts';
export {
  type ModelSummary,
  printSummary,
  type SummaryOptions,
  type SummaryPrintOptions,
  type SummaryStyle,
  summarize,
} from './summary/summary.ts';
export type { SummaryTotals } from './summary/totals.ts';
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
export { createModelStore } from './training/model-store.ts';
export { Trainer } from './training/opening-trainer.ts';
export type { RanksOfStep } from './training/ranks.ts';
export type { RunningSums } from './training/running-mean.ts';
export { constant, cosine, oneCycle, type Schedule, stepDecay, withWarmup } from './training/schedule.ts';
export type { Evaluation, Trainer as EngineTrainer } from './training/trainer.ts';
export type { CheckpointPolicy, TrainerOptions } from './training/trainer-options.ts';
export type {
  FactChange,
  SavedKind,
  SavedTensor,
  TrainingFacts,
  TrainingPosition,
  TrainingState,
} from './training/training-state.ts';
