// The weights of a network as a page can draw them, a few hundred kilobytes of them at most: of each tensor how often
// which values occur, and of the first convolutions the filters themselves, in bytes.
import type { StateDict, StateTensor } from '../../nn/module.ts';
import type { LayerFilters, TensorSummary } from '../protocol.ts';

export const bins = 32;
/** Networks have some hundreds. */
const mostTensors = 1000;
/** Convolutions whose filters are told, the first ones. */
const mostLayers = 3;
/** Most filters that are sent of a first layer, each a picture by itself. */
const mostPictures = 64;
/** Most filters, and channels of each, that are sent of a later layer. */
const mostInside = 8;
/** Rows and columns. */
const largestWindow = 16;

export interface WeightsSummary {
  readonly tensors: readonly TensorSummary[];
  readonly filters: readonly LayerFilters[];
}

export function summariseWeights(state: StateDict): WeightsSummary {
  const learned = [...state].filter(([, { isCount, data }]) => isCount !== true && data.length > 0);
  const windows = learned.filter(([, { shape }]) => hasWindow(shape));
  return {
    tensors: learned.slice(0, mostTensors).map(([name, tensor]) => summarise(name, tensor)),
    filters: windows.slice(0, mostLayers).map(([name, tensor]) => filtersOf(name, tensor)),
  };
}

function summarise(name: string, { shape, data }: StateTensor): TensorSummary {
  let [min, max, sum] = [data[0], data[0], 0];
  for (const value of data) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  const mean = sum / data.length;
  let squares = 0;
  const counts = new Array<number>(bins).fill(0);
  // Equal values all lie in the first part.
  const scale = max === min ? 0 : bins / (max - min);
  for (const value of data) {
    squares += (value - mean) ** 2;
    counts[Math.min(bins - 1, Math.floor((value - min) * scale))]++;
  }
  return { name, shape, min, max, mean, std: Math.sqrt(squares / data.length), counts };
}

/** [K, C, R, S] of more than one place, and of no more than a picture shows. */
function hasWindow(shape: readonly number[]): boolean {
  const [rows = 1, columns = 1] = shape.slice(2);
  return shape.length === 4 && rows * columns > 1 && Math.max(rows, columns) <= largestWindow;
}

function filtersOf(name: string, { shape, data }: StateTensor): LayerFilters {
  const [filters, channels, rows, columns] = shape;
  const isPicture = channels === 1 || channels === 3;
  const shown = [
    Math.min(filters, isPicture ? mostPictures : mostInside),
    Math.min(channels, isPicture ? channels : mostInside),
  ] as const;
  const plane = rows * columns;
  const parts = Array.from({ length: shown[0] }, (_, filter) => {
    const begin = filter * channels * plane;
    return data.subarray(begin, begin + shown[1] * plane);
  });
  const largest = parts.reduce((most, part) => part.reduce((max, value) => Math.max(max, Math.abs(value)), most), 0);
  const scale = largest === 0 ? 0 : 127 / largest;
  const levels = Buffer.concat(parts.map((part) => Uint8Array.from(part, (value) => 128 + Math.round(value * scale))));
  return {
    name,
    shape: [...shown, rows, columns],
    filters,
    channels,
    largest,
    levels: levels.toString('base64'),
  };
}
