// A model on an engine: one store, and a program for each kind of step and size of batch, compiled when first needed.
import { learningRateName, type Optimizer } from '../compile/optimizer.ts';
import { evaluationStep, imagesName, labelsName, trainingStep, type WatchOptions } from '../compile/programs.ts';
import type { Batch } from '../data/loader.ts';
import type { Engine, RunInputs, RunOutputs, Store } from '../engines/engine.ts';
import { CheckpointError } from '../errors/checkpoint-error.ts';
import { GraphError } from '../errors/graph-error.ts';
import type { Graph } from '../graph/graph.ts';
import { printShape, type Shape, sameShape } from '../graph/shape.ts';
import type { Module, StateTensor } from '../nn/module.ts';
import { type Divergence, findDivergence } from './find-divergence.ts';
import { createModelStore } from './model-store.ts';
import { WatchedProgram } from './watched-program.ts';

export interface StepOptions {
  readonly model: Module;
  readonly loss: Module;
  readonly optimizer: Optimizer;
  /** Of one image: [C, H, W]. */
  readonly imageShape: Shape;
  /** Of the most common step, whose program tells what the store must hold. */
  readonly batchSize: number;
}

/** Of one batch. */
export interface StepResult {
  readonly loss: number;
  readonly correct: number;
  /** Set where a value was not finite, if only on the way to a finite loss: nothing was updated. */
  readonly divergence?: Partial<Divergence>;
}

type StepKind = 'training' | 'evaluation';

export class StepRunner {
  readonly engine: Engine;
  readonly #options: StepOptions;
  readonly #store: Store;
  readonly #programs = new Map<string, WatchedProgram>();

  private constructor(engine: Engine, options: StepOptions, store: Store) {
    this.engine = engine;
    this.#options = options;
    this.#store = store;
  }

  /** The store holds the model's parameters, and zeros for the optimizer. */
  static async create(engine: Engine, options: StepOptions): Promise<StepRunner> {
    const step = stepGraph('training', options.batchSize, options);
    return new StepRunner(engine, options, await createModelStore(engine, options.model, [step]));
  }

  /** Updates the weights, unless a value of the forward pass is not finite. */
  train(batch: Batch, learningRate: number): Promise<StepResult> {
    return this.#run('training', batch, { [learningRateName]: Float32Array.of(learningRate) });
  }

  evaluate(batch: Batch): Promise<StepResult> {
    return this.#run('evaluation', batch, {});
  }

  /** Every tensor of the store: parameters and optimizer state. */
  async readState(): Promise<ReadonlyMap<string, StateTensor>> {
    const tensors = new Map<string, StateTensor>();
    for (const { name, shape } of this.#store.tensors) {
      tensors.set(name, { shape, data: await this.#store.read(name) });
    }
    return tensors;
  }

  /** @throws CheckpointError unless they are exactly the store's tensors */
  async writeState(tensors: ReadonlyMap<string, StateTensor>): Promise<void> {
    const names = new Set(this.#store.tensors.map(({ name }) => name));
    const missing = this.#store.tensors.filter(
      ({ name, shape }) => !sameShape(tensors.get(name)?.shape ?? [-1], shape),
    );
    const problems = [
      ...missing.map(({ name, shape }) => `${name} ${printShape(shape)} is missing`),
      ...[...tensors.keys()].filter((name) => !names.has(name)).map((name) => `${name} is not wanted`),
    ];
    if (problems.length > 0) {
      throw new CheckpointError(`the state does not fit the optimizer: ${problems.slice(0, 3).join('; ')}`, {
        hint: 'resume with the optimizer that the training was started with',
      });
    }
    for (const [name, { data }] of tensors) await this.#store.write(name, data);
  }

  /** Frees what it keeps on the engine: the store and its programs. */
  release(): Promise<void> {
    return this.#store.release();
  }

  async #run(kind: StepKind, batch: Batch, extra: RunInputs): Promise<StepResult> {
    const program = await this.#program(kind, batch.size);
    const inputs = { [imagesName]: batch.images, [labelsName]: batch.labels, ...extra };
    const accept = (outputs: RunOutputs) => Number.isFinite(readScalar(outputs, 'loss'));
    const { outputs, mayOverflow } = await program.run(inputs, { accept });
    const result = { loss: readScalar(outputs, 'loss'), correct: readScalar(outputs, 'correct') };
    if (Number.isFinite(result.loss) && !mayOverflow) return result;
    const divergence = await this.#findDivergence(batch);
    if (divergence !== undefined || !Number.isFinite(result.loss)) return { ...result, divergence: divergence ?? {} };
    // Very large numbers, but all of them finite.
    await program.run(inputs, { accept, isKnownFinite: true });
    return result;
  }

  #findDivergence({ images, labels, size }: Batch): Promise<Divergence | undefined> {
    const forward = stepGraph('evaluation', size, this.#options, {});
    return findDivergence(this.engine, this.#store, forward, { [imagesName]: images, [labelsName]: labels });
  }

  async #program(kind: StepKind, batchSize: number): Promise<WatchedProgram> {
    const key = `${kind} ${batchSize}`;
    const graph = () => stepGraph(kind, batchSize, this.#options);
    const program = this.#programs.get(key) ?? (await WatchedProgram.compile(this.engine, graph(), this.#store));
    this.#programs.set(key, program);
    return program;
  }
}

function stepGraph(
  kind: StepKind,
  batchSize: number,
  { model, loss, optimizer, imageShape: ofOne }: StepOptions,
  watch: WatchOptions = { watch: true },
): Graph {
  const imageShape = [batchSize, ...ofOne];
  return kind === 'training'
    ? trainingStep({ model, loss, optimizer, imageShape }, watch)
    : evaluationStep({ model, loss, imageShape }, watch);
}

function readScalar(outputs: RunOutputs, name: string): number {
  const values = outputs[name];
  if (values?.length !== 1) throw new GraphError(`output ${name} is not a single number`);
  return values[0];
}
