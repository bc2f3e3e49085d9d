// The test images that were looked through so far: fetched in portions, kept, shown by class.
import { signal } from '@preact/signals';
import type { DatasetFacts, Failure } from '../../../src/studio/protocol.ts';
import { failureOf, fetchDataset, fetchImages, type LabelledImage } from './requests.ts';

/** Images of a request: 0.3 MB. */
const portion = 400;
/** Of the grid, at first and with each step. */
const step = 32;

export class TestImageList {
  readonly facts = signal<DatasetFacts | null>(null);
  readonly failure = signal<Failure | null>(null);
  readonly isLoading = signal(false);
  /** The class that is looked for; null: all. */
  readonly wanted = signal<number | null>(null);
  readonly images = signal<readonly LabelledImage[]>([]);
  readonly #shown = signal(step);

  /** What the grid shows. */
  get visible(): readonly LabelledImage[] {
    return this.#matching.slice(0, this.#shown.value);
  }

  get hasMore(): boolean {
    const count = this.facts.value?.count ?? 0;
    return this.#matching.length > this.#shown.value || this.images.value.length < count;
  }

  async begin(): Promise<void> {
    if (this.images.value.length === 0) await this.#load();
  }

  async want(label: number | null): Promise<void> {
    this.wanted.value = label;
    this.#shown.value = step;
    await this.#load();
  }

  async more(): Promise<void> {
    this.#shown.value += step;
    await this.#load();
  }

  /** @returns undefined where it cannot be fetched: `failure` says why */
  async find(index: number): Promise<LabelledImage | undefined> {
    const known = this.images.value.find((image) => image.index === index);
    if (known !== undefined) return known;
    const [image] = (await this.#asking(async () => fetchImages([index], await this.#imageBytes(), forever))) ?? [];
    return image;
  }

  async random(): Promise<LabelledImage | undefined> {
    const facts = await this.#asking(() => this.#facts());
    return facts === undefined ? undefined : this.find(Math.floor(Math.random() * facts.count));
  }

  get #matching(): readonly LabelledImage[] {
    const { value: label } = this.wanted;
    return label === null ? this.images.value : this.images.value.filter((image) => image.label === label);
  }

  /** Until the grid is full or there are no more. */
  async #load(): Promise<void> {
    if (this.isLoading.value) return;
    this.isLoading.value = true;
    await this.#asking(async () => {
      const { count } = await this.#facts();
      while (this.#matching.length < this.#shown.value && this.images.value.length < count) {
        const begin = this.images.value.length;
        const indices = Array.from({ length: Math.min(portion, count - begin) }, (_, item) => begin + item);
        this.images.value = [...this.images.value, ...(await fetchImages(indices, await this.#imageBytes(), forever))];
      }
    });
    this.isLoading.value = false;
  }

  async #facts(): Promise<DatasetFacts> {
    this.facts.value ??= await fetchDataset(forever);
    return this.facts.value;
  }

  async #imageBytes(): Promise<number> {
    const { channels, rows, columns } = await this.#facts();
    return channels * rows * columns;
  }

  async #asking<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      const result = await work();
      this.failure.value = null;
      return result;
    } catch (error) {
      this.failure.value = failureOf(error) ?? null;
      return undefined;
    }
  }
}

/** These requests are small, and their answers are kept: nobody ends them. */
const forever = new AbortController().signal;

export const testImages = new TestImageList();
