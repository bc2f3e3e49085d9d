// What the playground is doing, as signals: the model that is loaded, the picture that is looked at, the answer to it.
// It stays when another view is shown, so that coming back costs nothing.
import { signal } from '@preact/signals';
import { softmax } from '../../../src/evaluation/softmax.ts';
import type { ImageForm } from '../../../src/images/image-form.ts';
import type { Failure, RunModel } from '../../../src/studio/protocol.ts';
import { InferenceClient } from './inference-client.ts';
import { LatestOnly } from './latest-only.ts';
import type { OcclusionProgress } from './measure-occlusion.ts';
import { type ByteImage, networkInput } from './network-input.ts';
import type { NetworkOutputs } from './network-session.ts';
import { type OcclusionPlan, planOcclusion } from './occlusion.ts';
import { failureOf, fetchOnnx, fetchRunModel } from './requests.ts';

export type ModelState =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'loading'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready'; readonly run: string; readonly facts: RunModel }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** An image of the form of the run that is tried. */
export interface Picture extends ByteImage {
  /** An example is there until somebody gives it something else. */
  readonly source: 'test' | 'photo' | 'drawing' | 'example';
  /** True class, where it is known. */
  readonly label?: number;
  /** E.g. the number of the test image or the name of the file. */
  readonly name?: string;
}

export interface Answer extends NetworkOutputs {
  readonly picture: Picture;
  /** Probabilities of the classes; NaN if the weights are not finite. */
  readonly probabilities: readonly number[];
  readonly milliseconds: number;
}

export interface OcclusionState extends OcclusionProgress {
  readonly picture: Picture;
  readonly plan: OcclusionPlan;
  readonly label: number;
  /** Probability of the class for the whole image. */
  readonly probability: number;
  readonly isRunning: boolean;
}

/** Models in memory: 24 MB each. */
const keptModels = 2;

export class Playground {
  readonly model = signal<ModelState>({ kind: 'none' });
  /** The one that was chosen last. */
  readonly run = signal<string | null>(null);
  readonly picture = signal<Picture | null>(null);
  readonly answer = signal<Answer | null>(null);
  readonly occlusion = signal<OcclusionState | null>(null);
  /** Why the last picture could not be computed. */
  readonly fault = signal<string | null>(null);
  readonly #client: InferenceClient;
  readonly #models = new Map<string, Uint8Array>();
  readonly #pictures = new LatestOnly<Picture>((picture) => this.#compute(picture));
  #loading = new AbortController();
  #occluding = new AbortController();
  #chosen = '';
  /** Outputs that the open block needs. */
  #activations: readonly string[] = [];

  constructor(client: InferenceClient) {
    this.#client = client;
  }

  /** @param weights null: the best, if there are such */
  async choose(run: string, weights: string | null, { again = false } = {}): Promise<void> {
    const chosen = JSON.stringify([run, weights]);
    if (chosen === this.#chosen && !again) return;
    this.#chosen = chosen;
    // Another run has other test images, and may want a photo in another form; what is drawn is as good for it.
    if (this.picture.value?.source !== 'drawing' && run !== this.run.value) this.look(null);
    this.run.value = run;
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.#forgetAnswers();
    this.model.value = { kind: 'asking' };
    try {
      const facts = await fetchRunModel(run, weights, signal);
      const bytes = await this.#bytesOf(run, facts, signal);
      if (signal.aborted) return;
      this.model.value = { kind: 'opening' };
      await this.#client.open(bytes, facts.input.shape);
      if (signal.aborted) return;
      this.#activations = [];
      this.model.value = { kind: 'ready', run, facts };
      if (this.picture.value !== null && !hasForm(this.picture.value, facts)) this.look(null);
      this.#computeAgain();
    } catch (error) {
      const failure = failureOf(error);
      if (!signal.aborted && failure !== undefined) this.model.value = { kind: 'failed', failure };
    }
  }

  look(picture: Picture | null): void {
    this.endOcclusion();
    this.occlusion.value = null;
    this.picture.value = picture;
    this.fault.value = null;
    if (picture === null) {
      this.#pictures.clear();
      this.answer.value = null;
    } else {
      this.#computeAgain();
    }
  }

  /** What these modules return is wanted from now on. */
  want(activations: readonly string[]): void {
    if (activations.join() === this.#activations.join()) return;
    this.#activations = activations;
    if (activations.length > 0) this.#computeAgain();
  }

  async occlude(detail: 'coarse' | 'fine'): Promise<void> {
    const { model, answer } = this;
    if (model.value.kind !== 'ready' || answer.value === null) return;
    this.endOcclusion();
    this.#occluding = new AbortController();
    const { signal } = this.#occluding;
    const { picture, probabilities } = answer.value;
    const probability = Math.max(...probabilities);
    const label = probabilities.indexOf(probability);
    const { input } = model.value.facts;
    const plan = planOcclusion(input.shape[1], detail);
    const image = networkInput(picture, input);
    const show = (progress: OcclusionProgress, isRunning: boolean) => {
      this.occlusion.value = { ...progress, picture, plan, label, probability, isRunning };
    };
    const nothing = new Float32Array(plan.imageSize ** 2).fill(Number.NaN);
    let latest: OcclusionProgress = { done: 0, total: 0, values: nothing };
    show(latest, true);
    const onProgress = (progress: OcclusionProgress) => {
      latest = progress;
      show(progress, true);
    };
    try {
      await this.#client.occlude({ image, plan, label }, { onProgress, signal });
      if (!signal.aborted) show(latest, false);
    } catch (error) {
      if (!signal.aborted) {
        this.occlusion.value = null;
        this.fault.value = messageOf(error);
      }
    }
  }

  endOcclusion(): void {
    this.#occluding.abort();
    const { value } = this.occlusion;
    if (value?.isRunning) this.occlusion.value = { ...value, isRunning: false };
  }

  #forgetAnswers(): void {
    this.endOcclusion();
    this.#pictures.clear();
    this.answer.value = null;
    this.occlusion.value = null;
    this.fault.value = null;
  }

  async #bytesOf(run: string, { weights, version }: RunModel, signal: AbortSignal): Promise<Uint8Array> {
    const key = JSON.stringify([run, weights, version]);
    const known = this.#models.get(key);
    const onProgress = (loaded: number, total: number) => {
      if (!signal.aborted) this.model.value = { kind: 'loading', loaded, total };
    };
    const bytes = known ?? (await fetchOnnx(run, weights, { onProgress, signal }));
    this.#models.delete(key);
    this.#models.set(key, bytes);
    for (const old of [...this.#models.keys()].slice(0, -keptModels)) this.#models.delete(old);
    return bytes;
  }

  #computeAgain(): void {
    if (this.picture.value !== null && this.model.value.kind === 'ready') this.#pictures.push(this.picture.value);
  }

  async #compute(picture: Picture): Promise<void> {
    const model = this.model.value;
    if (model.kind !== 'ready' || !hasForm(picture, model.facts)) return;
    const begin = performance.now();
    try {
      const outputs = await this.#client.run(networkInput(picture, model.facts.input), this.#activations);
      if (this.model.value !== model || this.picture.value === null) return;
      const milliseconds = performance.now() - begin;
      this.answer.value = { ...outputs, picture, probabilities: softmax(outputs.logits), milliseconds };
      this.fault.value = null;
    } catch (error) {
      if (this.model.value !== model) return;
      // The answer that is there is that of another picture.
      this.answer.value = null;
      this.fault.value = messageOf(error);
    }
  }
}

function hasForm({ channels, rows, columns }: ByteImage, { input: { form } }: RunModel): boolean {
  return channels === form.channels && rows === form.rows && columns === form.columns;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

let shared: Playground | undefined;

/** How pictures become images of the run's dataset; undefined until its model is there. */
export function formOf(model: ModelState): ImageForm | undefined {
  return model.kind === 'ready' ? model.facts.input.form : undefined;
}

/** The page's one playground; its worker begins when it is first shown. */
export function playground(): Playground {
  if (shared === undefined) {
    const worker = new Worker(new URL('./inference-worker.ts', import.meta.url), { type: 'module' });
    shared = new Playground(new InferenceClient(worker));
  }
  return shared;
}
