// Reads the recorded PyTorch numbers of test/fixtures/parity, and rebuilds the weights and pictures they were made of.
// A file-format edge: what JSON.parse returns is cast to the form that the README beside the files describes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { InMemoryDataset } from '../../src/data/dataset.ts';
import { readIdxFile } from '../../src/formats/idx.ts';
import type { Size } from '../../src/nn/functional.ts';
import type {
  AvgPoolOptions,
  Conv2dOptions,
  GELUOptions,
  LeakyReLUOptions,
  LocalResponseNormOptions,
} from '../../src/nn/index.ts';
import type { Module } from '../../src/nn/module.ts';
import { RandomStream } from '../../src/random/random-stream.ts';

export interface Digest {
  readonly sum: number;
  readonly norm: number;
  readonly samples: readonly number[];
}

export interface RecordedTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface Losses {
  readonly float64: number;
  readonly float32: number;
}

export interface InputsFile {
  readonly batchCount: number;
  readonly batchSize: number;
  readonly resizedBatches: readonly { readonly sha256: string }[];
  readonly parameters: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly first: readonly number[];
    readonly sha256: string;
  }[];
}

export interface ForwardFile {
  readonly loss: Losses;
  readonly layers: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly float64: Digest;
    readonly float32Deviation: number;
  }[];
}

export interface GradientsFile {
  readonly imageSize: number;
  readonly loss: Losses;
  readonly parameters: readonly (Digest & {
    readonly name: string;
    readonly shape: readonly number[];
    readonly dot: number;
    readonly float32: { readonly deviation: number };
  })[];
}

export interface RecordedRun {
  readonly losses: readonly number[];
  readonly correct: readonly number[];
  readonly updateNorm: number;
}

export interface TrainingFile {
  readonly runs: readonly {
    readonly name: string;
    readonly learningRate: number;
    readonly momentum: number;
    readonly nesterov: boolean;
    readonly weightDecay: number;
    readonly float32: RecordedRun;
    readonly float64: RecordedRun;
  }[];
}

interface Files {
  readonly inputs: InputsFile;
  readonly forward: ForwardFile;
  readonly gradients: GradientsFile;
  readonly training: TrainingFile;
  readonly ops: { readonly cases: readonly RecordedOperation[] };
  readonly windows: { readonly cases: readonly RecordedLayer[] };
  readonly elementwise: { readonly cases: readonly RecordedElementwise[] };
}

export interface RecordedOperation {
  readonly op: string;
  readonly attributes: {
    readonly kernel?: number;
    readonly stride?: number;
    readonly padding?: number;
    readonly labels?: readonly number[];
  };
  readonly exact: boolean;
  readonly inputs: Readonly<Record<string, RecordedTensor>>;
  readonly output: RecordedTensor;
  readonly outputGradient?: RecordedTensor;
  readonly gradients: Readonly<Record<string, RecordedTensor>>;
}

/** A layer with windows, in this project's names. */
export interface RecordedLayer {
  readonly layer: 'Conv2d' | 'MaxPool2d' | 'AvgPool2d' | 'AdaptiveAvgPool2d';
  readonly arguments: readonly Size[];
  readonly options: Conv2dOptions & AvgPoolOptions;
  /** By PyTorch. */
  readonly printed: string;
  readonly exact: boolean;
  readonly inputs: Readonly<Record<string, RecordedTensor>>;
  readonly output: RecordedTensor;
  readonly outputGradient: RecordedTensor;
  readonly gradients: Readonly<Record<string, RecordedTensor>>;
}

/** An activation or local response normalisation, in this project's names. */
export interface RecordedElementwise {
  readonly layer: 'ReLU' | 'Sigmoid' | 'Tanh' | 'LeakyReLU' | 'GELU' | 'Identity' | 'LocalResponseNorm';
  readonly arguments: readonly number[];
  readonly options: LeakyReLUOptions & GELUOptions & LocalResponseNormOptions;
  /** By PyTorch. */
  readonly printed: string;
  readonly x: RecordedTensor;
  readonly output: RecordedTensor;
  readonly outputGradient: RecordedTensor;
  readonly gradient: RecordedTensor;
}

const folder = new URL('../fixtures/parity/', import.meta.url);

export function readRecording<K extends keyof Files>(name: K): Files[K] {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Files[K];
}

/** Pictures of 28×28: 160 in the order of the batches, or the few on which nothing is decided by rounding. */
export async function readPictures(which: 'batches' | 'untied' = 'batches'): Promise<InMemoryDataset> {
  const prefix = which === 'untied' ? 'untied-' : '';
  const images = await readIdxFile(fileURLToPath(new URL(`${prefix}pictures-idx3-ubyte.gz`, folder)));
  const labels = await readIdxFile(fileURLToPath(new URL(`${prefix}labels-idx1-ubyte.gz`, folder)));
  const [count, rows, columns] = images.shape;
  return {
    name: 'parity',
    images: images.data,
    labels: labels.data,
    count,
    rows,
    columns,
    classNames: Array.from({ length: 10 }, (_, label) => `${label}`),
    sha256: images.sha256,
  };
}

/** Gives every parameter the values that the recording began with. */
export function drawParityWeights(model: Module): void {
  for (const [name, parameter] of model.namedParameters()) {
    const [, ...fan] = parameter.shape;
    const bound = fan.length === 0 ? 0.05 : Math.sqrt(6 / fan.reduce((product, length) => product * length, 1));
    parameter.initializer = (random, index) => (random.uniform(index) * 2 - 1) * bound;
    parameter.initialize(new RandomStream(0, 'parity', name));
  }
}

/** Indices of the recorded samples of a tensor. */
export function sampleIndices(size: number, limit: number): readonly number[] {
  const count = Math.min(size, limit);
  const part = Math.floor(size / count);
  return Array.from({ length: count }, (_, sample) => Math.floor((sample * size) / count) + ((sample * 7919) % part));
}
