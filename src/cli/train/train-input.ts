// What a new training makes of pictures: its task, from the options and the dataset.

import { type ImageDataset, ImageReader } from '../../data/dataset.ts';
import type { DataChoice, OpenedData } from '../../data/dataset-table.ts';
import { folderSettings } from '../../data/image-folder/folder-settings.ts';
import type { ImageForm } from '../../images/image-form.ts';
import type { Normalization } from '../../images/prepare-images.ts';
import { imagenetNormalization } from '../../images/torchvision-input.ts';
import { chooseModel } from '../../models/model-table.ts';
import type { Task } from '../../tasks/task.ts';
import type { TrainOptions } from './train-options.ts';

export const normalizations = ['none', 'dataset', 'imagenet'] as const;
export type NormalizationName = (typeof normalizations)[number];

/** Images that the mean and the deviation of a dataset are taken over. */
const mostMeasured = 10_000;

type InputOptions = Pick<TrainOptions, 'channels' | 'imageSize' | 'fit' | 'background' | 'data' | 'dataset'>;

export function dataChoiceOf({ data, dataset }: Pick<InputOptions, 'data' | 'dataset'>): DataChoice {
  return data === undefined ? { name: dataset } : { name: 'folder', path: data };
}

/** Form of the images made from one's own pictures. */
export function formOf({ channels, imageSize, fit, background }: InputOptions): ImageForm {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(background.slice(at, at + 2), 16));
  const settings = { imageSize, channels: channels === '1' ? 1 : 3, fit, background: [red, green, blue] } as const;
  return folderSettings(settings).form;
}

/** @param normalization of the training images, once they are loaded */
export function taskOf(
  { model, width, heads, imageSize }: TrainOptions,
  { choice, form, classNames }: OpenedData,
  { mean, std }: Normalization,
): Task {
  const { channels } = form;
  return {
    model: chooseModel(model, { numClasses: classNames.length, inChannels: channels, width, heads }),
    data: choice,
    input: { shape: [channels, imageSize, imageSize], form, mean, std },
    classNames,
  };
}

export function normalizationOf(name: NormalizationName, images: ImageDataset): Normalization {
  if (name === 'none') return { mean: [0], std: [1] };
  return name === 'dataset' ? measure(images) : imagenetNormalization[images.channels === 3 ? 3 : 1];
}

/** Mean and standard deviation of each channel, of levels / 255, to four digits. */
function measure(dataset: ImageDataset): Normalization {
  const { channels = 1, rows, columns, count } = dataset;
  const area = rows * columns;
  const histograms = Array.from({ length: channels }, () => new Float64Array(256));
  const reader = new ImageReader(dataset);
  const step = Math.max(1, Math.floor(count / mostMeasured));
  for (let index = 0; index < count; index += step) {
    const image = reader.read(index);
    for (const [channel, histogram] of histograms.entries()) {
      for (let at = channel * area; at < (channel + 1) * area; at++) histogram[image[at]]++;
    }
  }
  const round = (value: number) => Number(value.toFixed(4));
  const moments = histograms.map((histogram) => {
    const pixels = histogram.reduce((sum, many) => sum + many, 0);
    const mean = histogram.reduce((sum, many, level) => sum + (many * level) / 255, 0) / pixels;
    const variance = histogram.reduce((sum, many, level) => sum + many * (level / 255 - mean) ** 2, 0) / pixels;
    // Images of one level have no deviation to divide by.
    return { mean: round(mean), std: round(Math.max(Math.sqrt(variance), 1 / 255)) };
  });
  return { mean: moments.map(({ mean }) => mean), std: moments.map(({ std }) => std) };
}
