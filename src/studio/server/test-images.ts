// The test images that mistakes and the playground show: read when the first page asks for them.
import { checkDataset } from '../../data/check-dataset.ts';
import type { ImageDataset } from '../../data/dataset.ts';
import type { DatasetFacts } from '../protocol.ts';
import { answering, badRequest } from './failure.ts';

/** Of one request. */
const mostImages = 1000;

export class TestImages {
  readonly #load: () => Promise<ImageDataset>;
  #loading: Promise<ImageDataset> | undefined;

  constructor(load: () => Promise<ImageDataset>) {
    this.#load = load;
  }

  async facts(): Promise<DatasetFacts> {
    const { name, count, rows, columns, classNames } = await this.#dataset();
    return { name, count, rows, columns, classNames };
  }

  /** One behind the other: a byte with the label, then rows × columns bytes. @throws RequestFailure */
  async images(indices: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
    if (indices.length === 0 || indices.length > mostImages) {
      throw badRequest(`${indices.length} images were asked for`, `ask for 1 to ${mostImages}: ?index=3&index=7`);
    }
    const { images, labels, count, rows, columns } = await this.#dataset();
    const area = rows * columns;
    const bytes = new Uint8Array(indices.length * (1 + area));
    for (const [place, text] of indices.entries()) {
      const index = /^\d{1,9}$/.test(text) ? Number(text) : count;
      if (index >= count) throw badRequest(`there is no image '${text}'`, `indices go from 0 to ${count - 1}`);
      bytes[place * (1 + area)] = labels[index];
      bytes.set(images.subarray(index * area, (index + 1) * area), place * (1 + area) + 1);
    }
    return bytes;
  }

  /** Once for all; what failed is tried again, since the files may be there by then. */
  async #dataset(): Promise<ImageDataset> {
    this.#loading ??= Promise.resolve()
      .then(this.#load)
      .then((dataset) => {
        checkDataset(dataset);
        return dataset;
      })
      .catch((error: unknown) => {
        this.#loading = undefined;
        throw error;
      });
    const loading = this.#loading;
    return answering(503, () => loading);
  }
}
