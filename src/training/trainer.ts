// The training loop: batches in, steps on the engine, events out. It prints nothing and writes nothing.

import { learningRateName, type Optimizer } from '../compile/optimizer.ts';
import { evaluationStep, imagesName, labelsName, prediction, trainingStep } from '../compile/programs.ts';
import type { Batch, DataLoader } from '../data/loader.ts';
import type { Engine, Program, RunOutputs, Store } from '../engines/engine.ts';
import { type EngineName, openEngine } from '../engines/open-engine.ts';
import { GraphError } from '../errors/graph-error.ts';
import { OptionError } from '../errors/option-error.ts';
import type { Graph } from '../graph/graph.ts';
import { type Shape, sizeOf } from '../graph/shape.ts';
import type { Module } from '../nn/module.ts';
import type { EpochEvent, TrainingEvent, TrainingObserver } from './events.ts';
import { createModelStore } from './model-store.ts';
import { RunningMean } from './running-mean.ts';

export interface TrainerOptions {
  /** Parameters without values are drawn from `seed`. */
  readonly model: Module;
  readonly trainData: DataLoader;
  readonly testData: DataLoader;
  /** (logits, labels) → [1] */
  readonly loss: Module;
  readonly optimizer: Optimizer;
  /** Default `'auto'`: the fastest that this machine has. */
  readonly engine?: EngineName | 'auto';
  /** Default: all cores. */
  readonly threads?: number;
  /** File of the oneDNN library; default: the usual places. */
  readonly onednn?: string;
  /** Default 0. */
  readonly seed?: number;
}

/** Mean loss and accuracy (a fraction) over a dataset. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
}

type ProgramKind = 'training' | 'evaluation';

/**
 * Trains a model. Use it as a scope, so that the engine is freed and the model holds the trained weights at its end:
 * `await using trainer = new Trainer({ … }); await trainer.train(30);`
 */
export class Trainer implements AsyncDisposable {
  readonly #options: TrainerOptions;
  readonly #observers: TrainingObserver[] = [];
  readonly #programs = new Map<string, Program>();
  #resources: { readonly engine: Engine; readonly store: Store } | undefined;
  #epochsDone = 0;

  constructor(options: TrainerOptions) {
    this.#options = options;
    options.model.initialize(options.seed ?? 0, { only: 'missing' });
  }

  /** Adds an observer, called at once with every event. */
  observe(observer: TrainingObserver): this {
    this.#observers.push(observer);
    return this;
  }

  /**
   * Trains for some more epochs, evaluating after each; the model then holds the weights.
   * @param options.signal ends the training after the step that runs
   * @returns one entry for each epoch that was completed
   */
  async train(epochs: number, { signal }: { readonly signal?: AbortSignal } = {}): Promise<readonly EpochEvent[]> {
    if (!(Number.isInteger(epochs) && epochs >= 1)) {
      throw new OptionError(`epochs is ${epochs}, expected a whole number of at least 1`);
    }
    const { model, trainData } = this.#options;
    const { engine } = await this.#open();
    const started = performance.now();
    const parameterCount = [...model.namedParameters()].reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);
    const stepsPerEpoch = trainData.batchCount;
    this.#emit({
      kind: 'start',
      epochs,
      stepsPerEpoch,
      parameterCount,
      engine: {
        name: engine.name,
        version: engine.version,
        ...(engine.advice === undefined ? {} : { advice: engine.advice }),
      },
    });

    const history: EpochEvent[] = [];
    const last = this.#epochsDone + epochs;
    while (this.#epochsDone < last) {
      const epochStarted = performance.now();
      const epoch = this.#epochsDone + 1;
      const training = await this.#trainEpoch(epoch, signal);
      const test = signal?.aborted ? undefined : await this.#evaluate(epoch, signal);
      if (test === undefined) break;
      const event: EpochEvent = {
        kind: 'epoch',
        epoch,
        epochs: last,
        trainLoss: training.loss,
        trainAccuracy: training.accuracy,
        testLoss: test.loss,
        testAccuracy: test.accuracy,
        seconds: (performance.now() - epochStarted) / 1000,
      };
      this.#epochsDone = epoch;
      await this.#readBack();
      history.push(event);
      this.#emit(event);
    }
    if (history.length < epochs) await this.#readBack();
    this.#emit({
      kind: 'end',
      epochs: history.length,
      stopped: history.length < epochs,
      seconds: (performance.now() - started) / 1000,
    });
    return history;
  }

  /** Loss and accuracy on the test data. */
  async evaluate(): Promise<Evaluation> {
    const evaluation = await this.#evaluate(this.#epochsDone, undefined);
    if (evaluation === undefined) throw new Error('unreachable: nothing can abort this evaluation');
    return evaluation;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources?.engine.close();
    this.#resources = undefined;
    this.#programs.clear();
  }

  async #trainEpoch(epoch: number, signal: AbortSignal | undefined): Promise<RunningMean> {
    const { trainData, optimizer } = this.#options;
    const mean = new RunningMean();
    const { learningRate } = optimizer;
    const learningRateInput = Float32Array.of(learningRate);
    for (let step = 1; step <= trainData.batchCount && !signal?.aborted; step++) {
      const started = performance.now();
      const batch = trainData.batch(epoch, step - 1);
      const { loss, correct } = await this.#run('training', batch, { [learningRateName]: learningRateInput });
      mean.add(batch.size, loss, correct);
      this.#emit({
        kind: 'step',
        epoch,
        step,
        stepsPerEpoch: trainData.batchCount,
        images: batch.size,
        loss,
        accuracy: correct / batch.size,
        runningLoss: mean.loss,
        runningAccuracy: mean.accuracy,
        learningRate,
        imagesPerSecond: (batch.size * 1000) / (performance.now() - started),
      });
      await yieldToEventLoop();
    }
    return mean;
  }

  /** `undefined` if it was aborted. */
  async #evaluate(epoch: number, signal: AbortSignal | undefined): Promise<Evaluation | undefined> {
    const { testData } = this.#options;
    const mean = new RunningMean();
    for (let step = 1; step <= testData.batchCount; step++) {
      if (signal?.aborted) return undefined;
      const batch = testData.batch(0, step - 1);
      const { loss, correct } = await this.#run('evaluation', batch, {});
      mean.add(batch.size, loss, correct);
      this.#emit({ kind: 'evaluationStep', epoch, step, steps: testData.batchCount });
      await yieldToEventLoop();
    }
    return { loss: mean.loss, accuracy: mean.accuracy };
  }

  async #run(kind: ProgramKind, batch: Batch, extra: Readonly<Record<string, Float32Array>>) {
    const program = await this.#program(kind, batch);
    const outputs = await program.run({ [imagesName]: batch.images, [labelsName]: batch.labels, ...extra });
    return { loss: readScalar(outputs, 'loss'), correct: readScalar(outputs, 'correct') };
  }

  /** A program for each size of batch, compiled when the first such batch comes. */
  async #program(kind: ProgramKind, batch: Batch): Promise<Program> {
    const key = `${kind} ${batch.size}`;
    const known = this.#programs.get(key);
    if (known !== undefined) return known;
    const { engine, store } = await this.#open();
    const program = await engine.compile(this.#graph(kind, batch.size), store);
    this.#programs.set(key, program);
    return program;
  }

  #graph(kind: ProgramKind, batchSize: number): Graph {
    const { model, loss, optimizer } = this.#options;
    const imageShape = this.#imageShape(batchSize);
    return kind === 'training'
      ? trainingStep({ model, loss, optimizer, imageShape })
      : evaluationStep({ model, loss, imageShape });
  }

  #imageShape(batchSize: number): Shape {
    const { imageSize } = this.#options.trainData;
    return [batchSize, 1, imageSize, imageSize];
  }

  async #open() {
    if (this.#resources !== undefined) return this.#resources;
    const { model, engine: name = 'auto', threads, onednn, trainData } = this.#options;
    const step = this.#graph('training', Math.min(trainData.batchSize, trainData.dataset.count));
    this.#requireFittingLabels();
    const engine = await openEngine(name, {
      ...(threads === undefined ? {} : { threads }),
      ...(onednn === undefined ? {} : { onednn }),
    });
    this.#resources = { engine, store: await createModelStore(engine, model, [step]) };
    return this.#resources;
  }

  /** @throws OptionError for labels beyond the model's classes, which would train on nothing */
  #requireFittingLabels(): void {
    const { model, trainData, testData } = this.#options;
    const classes = prediction(model, this.#imageShape(1)).outputs.get('logits')?.shape.at(-1) ?? 0;
    for (const { dataset } of [trainData, testData]) {
      const largest = dataset.labels.reduce((maximum, label) => Math.max(maximum, label), 0);
      if (largest < classes) continue;
      throw new OptionError(`${dataset.name} has labels up to ${largest}, the model tells ${classes} classes apart`, {
        hint: `build the model for at least ${largest + 1} classes`,
      });
    }
  }

  async #readBack(): Promise<void> {
    const { store } = await this.#open();
    for (const [name, parameter] of this.#options.model.namedParameters()) parameter.data = await store.read(name);
  }

  #emit(event: TrainingEvent): void {
    for (const observer of this.#observers) observer(event);
  }
}

function readScalar(outputs: RunOutputs, name: string): number {
  const values = outputs[name];
  if (values?.length !== 1) throw new GraphError(`output ${name} is not a single number`);
  return values[0];
}

/** Lets signals and timers through: a step blocks the thread while it computes. */
function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
