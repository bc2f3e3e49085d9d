// A folder of pictures as a row of the table of datasets: found, decoded and divided.
import { basename } from 'node:path';
import { DataError } from '../../errors/data-error.ts';
import { type Part, partNames } from '../../metrics/metric-table.ts';
import { RandomStream } from '../../random/random-stream.ts';
import type { ImageDataset } from '../dataset.ts';
import { type DataChoice, type DataHost, type DataRequest, type OpenedData, parts } from '../dataset-table.ts';
import { divideAsListed, divideFiles } from './divide-files.ts';
import { listFiles } from './file-list.ts';
import { marginOf } from './folder-settings.ts';
import { openImageFolder } from './image-folder.ts';

export async function openFolder(
  choice: DataChoice,
  { form, seed, valSplit, list: before, classNames }: DataRequest,
  { cacheDirectory, cacheLimit, onImages, onImageNote, signal, shownName }: DataHost,
): Promise<OpenedData> {
  const { path } = choice;
  if (path === undefined) {
    throw new DataError('which pictures these weights learned from is not known', {
      hint: 'name a folder of pictures: --data DIR',
    });
  }
  if (form === undefined) throw new Error('unreachable: a folder is opened with a form');
  // Room for shifts, whether there are any or not: so every command finds the same images in the cache.
  const margin = marginOf(form.rows);
  const cache = { cacheDirectory, cacheLimit, onProgress: onImages, onNote: onImageNote, signal };
  const folder = await openImageFolder(path, {
    form,
    margin,
    ...(shownName === undefined ? {} : { shownName }),
    ...cache,
  });
  const { scan, files, leftOut } = folder;
  const split = { seed, ...(valSplit === undefined ? {} : { valSplit }) };
  const division = before === undefined ? divideFiles(scan, files, split) : divideAsListed(scan, files, before);
  const found = parts.flatMap((part) => {
    const indices = division[part];
    return indices === undefined || indices.length === 0 ? [] : [[part, indices] as const];
  });
  return {
    choice,
    title: basename(path),
    classNames: classNames ?? scan.classNames,
    form,
    counts: Object.fromEntries(found.map(([part, indices]) => [part, indices.length])),
    folder,
    list: listFiles(scan.classNames, files, division, leftOut),
    load: async (part, limit) => {
      const indices = division[part];
      if (indices === undefined || indices.length === 0) throw noPart(path, part);
      const dataset = folder.dataset(some(indices, limit, seed), part);
      return classNames === undefined ? dataset : relabelled(dataset, classNames);
    },
    close: folder.close,
  };
}

/** The first so many would be of the first classes alone. */
function some(indices: Uint32Array, limit: number | undefined, seed: number): Uint32Array {
  if (limit === undefined || limit >= indices.length) return indices;
  const order = new RandomStream(seed, 'limit').permutation(indices.length).subarray(0, limit);
  return order.map((place) => indices[place]).sort();
}

/** The dataset with the labels of a network that learned from another folder. */
function relabelled(dataset: ImageDataset, classNames: readonly string[]): ImageDataset {
  const unknown = dataset.classNames.filter((name) => !classNames.includes(name));
  if (unknown.length > 0) {
    throw new DataError(`${dataset.name}: ${unknown.slice(0, 3).join(', ')}: the network knows no such class`, {
      hint: `its classes are ${classNames.slice(0, 10).join(', ')}${classNames.length > 10 ? ', …' : ''}`,
    });
  }
  const known = dataset.classNames.map((name) => classNames.indexOf(name));
  const labels = Uint32Array.from(dataset.labels, (label) => known[label]);
  return { ...dataset, labels, classNames };
}

function noPart(path: string, part: Part): DataError {
  return new DataError(`${path}: has no ${partNames[part].en} images`, {
    hint: `put them into ${part}/CLASS/, beside train/CLASS/`,
  });
}
