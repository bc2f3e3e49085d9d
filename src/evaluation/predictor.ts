// A trained network on an engine, ready for batches of any size: one store, and a program for each size, compiled when it
// is first needed.
import { imagesName, prediction, type WatchOptions } from '../compile/programs.ts';
import type { Engine, Store } from '../engines/engine.ts';
import type { Graph } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import { allFinite } from '../nn/finite.ts';
import type { Module } from '../nn/module.ts';
import { findDivergence } from '../training/find-divergence.ts';
import { createModelStore } from '../training/model-store.ts';
import { WatchedProgram } from '../training/watched-program.ts';

/** What the network says of one batch. */
export interface BatchLogits {
  /** [size, classCount]; the engine's, and valid until the next batch. */
  readonly logits: Float32Array;
  /** The layer whose values are not finite: nothing can be said of these images. */
  readonly notFinite?: string;
}

export class Predictor implements AsyncDisposable {
  /** Number of classes that the network tells apart. */
  readonly classCount: number;
  readonly #engine: Engine;
  readonly #store: Store;
  readonly #graphFor: (batchSize: number, options?: WatchOptions) => Graph;
  readonly #programs = new Map<number, WatchedProgram>();

  private constructor(engine: Engine, store: Store, graphFor: (batchSize: number) => Graph, classCount: number) {
    this.#engine = engine;
    this.#store = store;
    this.#graphFor = graphFor;
    this.classCount = classCount;
  }

  /**
   * @param model with values in all its parameters
   * @param imageShape of one image: [C, H, W]
   * @param batchSize the usual one
   * @throws NotFiniteError for weights that are no numbers; ShapeError for images that the network does not take
   */
  static async open(engine: Engine, model: Module, imageShape: Shape, batchSize: number): Promise<Predictor> {
    const graphFor = (size: number, options: WatchOptions = { watch: true }) =>
      prediction(model, [size, ...imageShape], [], options);
    const graph = graphFor(batchSize);
    const classCount = graph.outputs.get('logits')?.shape.at(-1) ?? 0;
    return new Predictor(engine, await createModelStore(engine, model, [graph]), graphFor, classCount);
  }

  /** @param images [size, C, H, W], normalised */
  async predict(images: Float32Array, size: number): Promise<BatchLogits> {
    const program =
      this.#programs.get(size) ?? (await WatchedProgram.compile(this.#engine, this.#graphFor(size), this.#store));
    this.#programs.set(size, program);
    const inputs = { [imagesName]: images };
    const { outputs, mayOverflow } = await program.run(inputs);
    const { logits } = outputs;
    const areFinite = allFinite(logits);
    if (!mayOverflow && areFinite) return { logits };
    const found = await findDivergence(this.#engine, this.#store, this.#graphFor(size, {}), inputs);
    return found === undefined && areFinite ? { logits } : { logits, notFinite: found?.layer ?? 'the logits' };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store[Symbol.asyncDispose]();
  }
}
