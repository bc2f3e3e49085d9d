// The images that a run is tested on: which there are is asked for once, the images themselves when they are shown.
import { signal } from '@preact/signals';
import type { DatasetFacts, Failure } from '../../../src/studio/protocol.ts';
import { failureOf, fetchDataset, fetchImages, fetchLabels, type LabelledImage } from './requests.ts';

/** Images that the grid shows at first, and more with each step. */
const step = 32;

interface KnownDataset {
  readonly facts: DatasetFacts;
  readonly labels: Uint32Array;
}

export class TestImageList {
  readonly #run: string;
  readonly facts = signal<DatasetFacts | null>(null);
  readonly failure = signal<Failure | null>(null);
  readonly isLoading = signal(false);
  /** The class that is looked for; null: all. */
  readonly wanted = signal<number | null>(null);
  /** What the grid shows. */
  readonly visible = signal<readonly LabelledImage[]>([]);
  readonly hasMore = signal(false);
  #asked: Promise<KnownDataset> | undefined;
  /** How many images the grid shows at most. */
  #most = step;

  constructor(run: string) {
    this.#run = run;
  }

  async begin(): Promise<void> {
    if (this.visible.value.length === 0) await this.#show();
  }

  async want(label: number | null): Promise<void> {
    this.wanted.value = label;
    this.visible.value = [];
    this.#most = step;
    await this.#show();
  }

  async more(): Promise<void> {
    this.#most += step;
    await this.#show();
  }

  /** @returns undefined where it cannot be fetched: `failure` says why */
  async find(index: number): Promise<LabelledImage | undefined> {
    const known = this.visible.value.find((image) => image.index === index);
    if (known !== undefined) return known;
    const [image] = (await this.#asking(async () => this.#fetch([index]))) ?? [];
    return image;
  }

  async random(): Promise<LabelledImage | undefined> {
    const known = await this.#asking(() => this.#dataset());
    return known === undefined ? undefined : this.find(Math.floor(Math.random() * known.facts.count));
  }

  /** Fetches images until the grid is full or there are no more. */
  async #show(): Promise<void> {
    const { value: wanted } = this.wanted;
    this.isLoading.value = true;
    await this.#asking(async () => {
      const { labels } = await this.#dataset();
      const indices: number[] = [];
      for (let index = 0; index < labels.length && indices.length <= this.#most; index++) {
        if (wanted === null || labels[index] === wanted) indices.push(index);
      }
      const shown = this.visible.value;
      const images = [...shown, ...(await this.#fetch(indices.slice(shown.length, this.#most)))];
      // Another class may be wanted by now.
      if (this.wanted.value !== wanted || this.visible.value !== shown) return;
      this.visible.value = images;
      this.hasMore.value = indices.length > this.#most;
    });
    if (this.wanted.value === wanted) this.isLoading.value = false;
  }

  async #fetch(indices: readonly number[]): Promise<readonly LabelledImage[]> {
    return fetchImages(this.#run, indices, (await this.#dataset()).facts, forever);
  }

  async #dataset(): Promise<KnownDataset> {
    this.#asked ??= (async () => {
      const [facts, labels] = await Promise.all([fetchDataset(this.#run, forever), fetchLabels(this.#run, forever)]);
      this.facts.value = facts;
      return { facts, labels };
    })().catch((error: unknown) => {
      this.#asked = undefined;
      throw error;
    });
    return this.#asked;
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

/** Runs whose images are kept. */
const mostKept = 3;
const lists = new Map<string, TestImageList>();

export function testImagesOf(run: string): TestImageList {
  const list = lists.get(run) ?? new TestImageList(run);
  lists.delete(run);
  lists.set(run, list);
  for (const old of [...lists.keys()].slice(0, -mostKept)) lists.delete(old);
  return list;
}
