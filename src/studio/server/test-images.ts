// The test images that mistakes and the playground show: read when the first page asks for them.
import { checkDataset } from '../../data/check-dataset.ts';
import { bytesOfImage, type ImageDataset, ImageReader } from '../../data/dataset.ts';
import type { DatasetFacts } from '../protocol.ts';
import { answering, badRequest } from './failure.ts';

const labelBytes = 4;
/** Of one request. */
const mostImages = 1000;

export class TestImages {
  readonly #load: () => Promise<ImageDataset>;
  #loading: Promise<ImageDataset> | undefined;

  constructor(load: () => Promise<ImageDataset>) {
    this.#load = load;
  }

  async facts(): Promise<DatasetFacts> {
    const { name, count, channels = 1, rows, columns, classNames } = await this.#dataset();
    return { name, count, channels, rows, columns, classNames };
  }

  /** One behind the other: the label as a u32, little-endian, then channels × rows × columns bytes. @throws RequestFailure */
  async images(indices: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
    if (indices.length === 0 || indices.length > mostImages) {
      throw badRequest(`${indices.length} images were asked for`, `ask for 1 to ${mostImages}: ?index=3&index=7`);
    }
    const dataset = await this.#dataset();
    const { labels, count } = dataset;
    const reader = new ImageReader(dataset);
    const length = labelBytes + bytesOfImage(dataset);
    const bytes = new Uint8Array(indices.length * length);
    const view = new DataView(bytes.buffer);
    for (const [place, text] of indices.entries()) {
      const index = /^\d{1,9}$/.test(text) ? Number(text) : count;
      if (index >= count) throw badRequest(`there is no image '${text}'`, `indices go from 0 to ${count - 1}`);
      view.setUint32(place * length, labels[index], true);
      bytes.set(reader.read(index), place * length + labelBytes);
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
