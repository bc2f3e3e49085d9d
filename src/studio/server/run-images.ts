// The images that runs are tested on, for their mistakes and the playground: read when a page first asks for those of a run.
import { checkDataset } from '../../data/check-dataset.ts';
import { bytesOfImage, ImageReader } from '../../data/dataset.ts';
import { type DataHost, loadJudged } from '../../data/dataset-table.ts';
import { withoutMargin } from '../../data/without-margin.ts';
import { openRunData } from '../../runs/open-run-data.ts';
import { taskOfRun } from '../../runs/run-weights.ts';
import type { DatasetFacts } from '../protocol.ts';
import type { LoadTestImages, TestImages } from '../studio-options.ts';
import { answering, badRequest } from './failure.ts';
import { findFileInside } from './inside-path.ts';

const labelBytes = 4;
/** Images in one request. */
const mostImages = 1000;
/** Bytes in the answer to one request, unless it is a single image. */
const mostBytes = 2 ** 26;
/** Runs whose images are kept. */
const mostKept = 3;

/**
 * Those that its evaluation.json is about, in that order.
 * @param run its folder
 * @throws DataError where they are not to be found, or are others by now; RunFolderError
 */
export async function loadTestImages(run: string, host: DataHost): Promise<TestImages> {
  const { data, limits } = await openRunData(taskOfRun(run), run, host);
  const { close } = data;
  try {
    const dataset = withoutMargin(await loadJudged(data, limits.test));
    return close === undefined ? dataset : { ...dataset, close };
  } catch (error) {
    close?.();
    throw error;
  }
}

export class RunImages {
  readonly #load: LoadTestImages;
  readonly #signal: AbortSignal;
  /** By folder and configuration, the last used at the end. */
  readonly #kept = new Map<string, Promise<TestImages>>();

  /** @param signal ends what is being loaded, and closes what was */
  constructor(load: LoadTestImages, signal: AbortSignal) {
    this.#load = load;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#forget(0), { once: true });
  }

  /** @param run its folder */
  async facts(run: string): Promise<DatasetFacts> {
    return this.#using(run, ({ name, count, channels = 1, rows, columns, classNames }) => {
      return { name, count, channels, rows, columns, classNames };
    });
  }

  /** Labels of all images, each a little-endian u32. @param run its folder */
  async labels(run: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#using(run, ({ labels }) => {
      const view = new DataView(new ArrayBuffer(labelBytes * labels.length));
      for (const [index, label] of labels.entries()) view.setUint32(labelBytes * index, label, true);
      return new Uint8Array(view.buffer);
    });
  }

  /** One behind the other: the label as a u32, little-endian, then channels × rows × columns bytes. @throws RequestFailure */
  async images(run: string, indices: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
    if (indices.length === 0 || indices.length > mostImages) {
      throw badRequest(`${indices.length} images were asked for`, `ask for 1 to ${mostImages}: ?index=3&index=7`);
    }
    return this.#using(run, (dataset) => {
      const { labels, count } = dataset;
      const reader = new ImageReader(dataset);
      const length = labelBytes + bytesOfImage(dataset);
      if (indices.length > 1 && indices.length * length > mostBytes) {
        throw badRequest(`${indices.length} images are ${indices.length * length} bytes`, 'ask for fewer at once');
      }
      const bytes = new Uint8Array(indices.length * length);
      const view = new DataView(bytes.buffer);
      for (const [place, text] of indices.entries()) {
        const index = /^\d{1,9}$/.test(text) ? Number(text) : count;
        if (index >= count) throw badRequest(`there is no image '${text}'`, `indices go from 0 to ${count - 1}`);
        view.setUint32(place * length, labels[index], true);
        bytes.set(reader.read(index), place * length + labelBytes);
      }
      return bytes;
    });
  }

  async #using<Result>(run: string, work: (dataset: TestImages) => Result): Promise<Result> {
    const config = await findFileInside(run, 'config.json');
    // Done in the same turn of the event loop, so that nothing closes the images in between.
    const done = () => this.#begin(`${run} ${config?.version}`, run).then(work);
    return answering(503, done, run);
  }

  /** Loads the images once for all requests; a failed load is tried again, since the files may be there by then. */
  #begin(key: string, run: string): Promise<TestImages> {
    const loading =
      this.#kept.get(key) ??
      Promise.resolve()
        .then(() => this.#load(run, this.#signal))
        .then((dataset) => {
          checkDataset(dataset);
          return dataset;
        });
    loading.catch(() => {
      if (this.#kept.get(key) === loading) this.#kept.delete(key);
    });
    this.#kept.delete(key);
    this.#kept.set(key, loading);
    this.#forget(mostKept);
    return loading;
  }

  #forget(kept: number): void {
    for (const [key, loading] of [...this.#kept].slice(0, Math.max(0, this.#kept.size - kept))) {
      this.#kept.delete(key);
      // Those who wait for the images get them first.
      loading.then(
        ({ close }) => close?.(),
        () => {},
      );
    }
  }
}
