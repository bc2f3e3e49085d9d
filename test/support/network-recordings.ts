// Reads what PyTorch recorded of each network (test/fixtures/parity/networks), and rebuilds the weights, pictures and dropout
// masks it was made of. A file-format edge: what JSON.parse returns is cast to the form that the README there describes.
import { readdirSync, readFileSync } from 'node:fs';
import type { InMemoryDataset } from '../../src/data/dataset.ts';
import { imageDataset } from '../../src/data/dataset-from-arrays.ts';
import type { RunInputs } from '../../src/engines/engine.ts';
import { type Graph, graphInputs } from '../../src/graph/graph.ts';
import { type Shape, sizeOf } from '../../src/graph/shape.ts';
import type { ModelName } from '../../src/models/model-table.ts';
import { Buffer, Dropout, type Module } from '../../src/nn/index.ts';
import { RandomStream } from '../../src/random/random-stream.ts';
import type { Digest } from './parity-fixtures.ts';

interface RecordedDigest extends Digest {
  readonly name: string;
  readonly shape: Shape;
  /** Relative L2 distance of PyTorch's float32 from its float64. */
  readonly float32Deviation: number;
}

export interface NetworkRecording {
  readonly network: ModelName;
  readonly options: {
    readonly numClasses: number;
    readonly inChannels: number;
    readonly imageSize: number;
    readonly width?: number;
  };
  /** Rows of weights that were drawn again, so that nothing is decided by rounding. */
  readonly redrawn: readonly (readonly [name: string, row: number, attempt: number])[];
  readonly logits: readonly number[];
  readonly loss: { readonly float64: number };
  readonly training: {
    readonly learningRate: number;
    readonly losses: { readonly float64: readonly number[]; readonly float32: readonly number[] };
    /** Steps. */
    readonly statisticsAfter: number;
  };
  readonly gradients: readonly RecordedDigest[];
  readonly statistics: readonly RecordedDigest[];
}

/** Images of a batch. */
export const recordedBatchSize = 4;
/** Batches, of which the first also gave logits and gradients. */
const batchCount = 10;
const folder = new URL('../fixtures/parity/networks/', import.meta.url);

export function readNetworkRecordings(): readonly NetworkRecording[] {
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as NetworkRecording);
}

/** Gives parameters and buffers the values that the recording began with. */
export function drawRecordedState(model: Module, redrawn: NetworkRecording['redrawn']): void {
  for (const [name, tensor] of model.namedTensors()) {
    if (tensor instanceof Buffer && tensor.isCount) continue;
    const { centre, bound } = spreadOf(name, tensor.shape);
    const random = new RandomStream(0, 'parity', name);
    const data = Float32Array.from({ length: sizeOf(tensor.shape) }, (_, index) => {
      return centre + (random.uniform(index) * 2 - 1) * bound;
    });
    const size = data.length / tensor.shape[0];
    for (const [, row, attempt] of redrawn.filter(([each]) => each === name)) {
      const again = new RandomStream(0, 'parity', name, attempt);
      for (let index = row * size; index < (row + 1) * size; index++)
        data[index] = (again.uniform(index) * 2 - 1) * bound;
    }
    tensor.data = data;
  }
}

function spreadOf(name: string, [, ...rest]: Shape): { readonly centre: number; readonly bound: number } {
  if (rest.length > 0) return { centre: 0, bound: Math.sqrt(6 / sizeOf(rest)) };
  return /\.(weight|running_var)$/.test(name) ? { centre: 1, bound: 0.25 } : { centre: 0, bound: 0.05 };
}

/** Pictures of noise, of 28×28. */
export function recordedPictures(): InMemoryDataset {
  const size = 28 * 28;
  const count = batchCount * recordedBatchSize;
  const images = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  for (let picture = 0; picture < count; picture++) {
    const random = new RandomStream(0, 'noise', picture);
    labels[picture] = random.uint32(0) % 10;
    for (let pixel = 0; pixel < size; pixel++) images[picture * size + pixel] = random.uint32(pixel + 1) >>> 24;
  }
  const classNames = Array.from({ length: 10 }, (_, label) => `${label}`);
  return imageDataset({ images, rows: 28, columns: 28, labels, classNames });
}

/** The graph's dropout masks: place j of image n is kept where (7919 n + 104729 j + 17 layer) mod 1000 < 1000 (1 − p). */
export function recordedMasks(graph: Graph, model: Module): RunInputs {
  const layers = [...model.namedModules()].filter(([, module]) => module instanceof Dropout).map(([path]) => path);
  const masks = graphInputs(graph).flatMap(({ attrs: { name, noise }, shape }) => {
    if (noise === undefined) return [];
    const layer = layers.indexOf(name.replace(/^mask\./, ''));
    const keep = 1 - noise.dropProbability;
    const size = sizeOf(shape) / shape[0];
    const mask = Float32Array.from({ length: sizeOf(shape) }, (_, index) => {
      const [image, place] = [Math.floor(index / size), index % size];
      return (image * 7919 + place * 104729 + 17 * layer) % 1000 < Math.round(1000 * keep) ? 1 / keep : 0;
    });
    return [[name, mask] as const];
  });
  return Object.fromEntries(masks);
}
