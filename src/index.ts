// The public API, in the order in which data passes through it.

export { Adam, type AdamOptions, AdamW } from './compile/optimizers/adam.ts';
export type { OptimizerOptions } from './compile/optimizers/grouped-optimizer.ts';
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
export { type ModuleCall, Trace } from './compile/trace.ts';
export { gradientScaleName, learningRateName, type UpdateNumbers, updateInputs } from './compile/update-graph.ts';
export type { ImageDataset, ImageSource, InMemoryDataset, Labels } from './data/dataset.ts';
export { type DatasetArrays, imageDataset } from './data/dataset-from-arrays.ts';
export { type FashionMnistOptions, fashionMnist } from './data/fashion-mnist/fashion-mnist.ts';
export { type Batch, DataLoader, type DataLoaderOptions } from './data/loader.ts';
export {
  Engine,
  type Program,
  type ResidentTensor,
  type RunInputs,
  type RunOutputs,
  type StepProfile,
  type Store,
} from './engines/engine.ts';
export { type EngineName, type EngineOptions, openEngine } from './engines/open-engine.ts';
export { type EngineFacts, openTrainingEngine, type TrainingEngineOptions } from './engines/open-training-engine.ts';
export type { Precision } from './engines/precision.ts';
export { GoogLeNetError } from './errors/googlenet-error.ts';
export { type ClassificationReport, classificationReport } from './evaluation/classification-report.ts';
export { type Predictions, predictDataset } from './evaluation/predict-dataset.ts';
export { type Block, type BlockPath, listBlocks } from './export/list-blocks.ts';
export { exportOnnx, type OnnxExportOptions } from './export/onnx-model.ts';
export { encodeOnnxModel } from './formats/onnx/write.ts';
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
export { printGraph } from './graph/print-graph.ts';
export type { Shape } from './graph/shape.ts';
export type { EpochRecord } from './metrics/epoch-record.ts';
export { AlexNet } from './models/alexnet.ts';
export { GoogLeNet, IncepBlock } from './models/googlenet.ts';
export { GoogLeNet2014 } from './models/googlenet-2014.ts';
export { GoogLeNet as GoogLeNetBN } from './models/googlenet-bn.ts';
export { LeNet } from './models/lenet.ts';
export { NiN } from './models/nin.ts';
export { ResNet as ResNet18 } from './models/resnet18.ts';
export { VGG as VGG11 } from './models/vgg11.ts';
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
export { confusionPlot } from './report/plots/confusion-plot.ts';
export { accuracyCurves, type CurveOptions, lossCurves } from './report/plots/curves.ts';
export { readRunCsv } from './report/read-run-csv.ts';
export { type RunReport, writeRunReport } from './report/write-run-report.ts';
export { type LoadModelOptions, loadModel, saveModel } from './runs/model-file.ts';
export { openStudio, type Studio, type StudioOptions } from './studio/open-studio.ts';
export type { StudioNetwork } from './studio/server/networks.ts';
export {
  type ModelSummary,
  printSummary,
  type SummaryOptions,
  type SummaryPrintOptions,
  type SummaryStyle,
  summarize,
} from './summary/summary.ts';
export { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './training/checkpoint.ts';
export type { EpochEvent, TrainingEvent, TrainingObserver } from './training/events.ts';
export { createModelStore } from './training/model-store.ts';
export { constant, cosine, oneCycle, type Schedule, stepDecay, withWarmup } from './training/schedule.ts';
export { type Evaluation, Trainer } from './training/trainer.ts';
export type { CheckpointPolicy, TrainerOptions } from './training/trainer-options.ts';
export type { FactChange, TrainingState } from './training/training-state.ts';
