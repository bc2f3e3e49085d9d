// The training loop: batches in, steps on the engine, events out. It prints nothing and writes nothing; whoever keeps
// checkpoints is handed the state.
/// <reference lib="esnext.disposable" preserve="true" />
import { averageName } from '../compile/averages.ts';
import type { Engine } from '../engines/engine.ts';
import { CollectiveError } from '../errors/collective-error.ts';
import { EngineError } from '../errors/engine-error.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireFinite, requireType, requireWhole } from '../errors/require-option.ts';
import { TrainerError } from '../errors/trainer-error.ts';
import { sizeOf } from '../graph/shape.ts';
import { bestEpoch, shouldStopEarly } from '../metrics/best-epoch.ts';
import { type EpochRecord, measuredOn, type QuantityValues, quantityValues } from '../metrics/epoch-record.ts';
import { type HeldOutPart, partNames } from '../metrics/metric-table.ts';
import { allFinite, requireFiniteTensors } from '../nn/finite.ts';
import { checkTrainerOptions } from './check-trainer-options.ts';
import type { EpochEvent, TrainingEvent, TrainingObserver, TrainingOutcome } from './events.ts';
import { diverged } from './find-divergence.ts';
import { fingerprints } from './fingerprint.ts';
import { freeRunner, openRunner } from './open-runner.ts';
import { Ranks } from './ranks.ts';
import { RunningMean } from './running-mean.ts';
import { constant, type Schedule } from './schedule.ts';
import type { StepRunner } from './step-runner.ts';
import { stepsPerEpoch } from './steps-per-epoch.ts';
import { evaluateBatch, type StepOutcome, takeStep } from './take-step.ts';
import { trainerDisposed } from './trainer-disposed.ts';
import type { CheckpointPolicy, TrainerOptions } from './trainer-options.ts';
import { factsOf } from './training-facts.ts';
import {
  belongsToModel,
  type FactChange,
  type TrainingFacts,
  type TrainingPosition,
  type TrainingState,
} from './training-state.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/** Steps between two comparisons of several ranks' weights. */
const defaultCheckEvery = 100;

/** Mean loss and accuracy (a fraction) over a dataset. */
export interface Evaluation extends QuantityValues {}

/** Trains a model on an engine that it is given. Close it, or use it as a scope (`await using trainer = …`). */
export class Trainer implements AsyncDisposable {
  /** As it was made with. */
  readonly options: TrainerOptions;
  readonly #openOwnEngine: Parameters<typeof openRunner>[1]['openEngine'];
  readonly #schedule: Schedule;
  readonly #ranks: Ranks;
  readonly #observers: TrainingObserver[] = [];
  #checkpoints: CheckpointPolicy | undefined;
  #runner: Promise<StepRunner> | undefined;
  /** What it is asked for at the moment. */
  #activity: string | undefined;
  #isDisposed = false;
  /** The state to go on from, until its tensors are in the store. */
  #resumeFrom: TrainingState | undefined;
  #changes: readonly FactChange[] = [];
  #position: TrainingPosition = { epoch: 1, step: 0 };
  #running = new RunningMean();
  #history: readonly EpochRecord[] = [];

  /**
   * @param openOwnEngine opens an engine where the options have none; default: they must have one
   * @throws OptionError for options that make no sense; CheckpointError or StateDictError if `resumeFrom` is of another
   * training; NotFiniteError for NaN or infinity in it
   */
  constructor(
    options: TrainerOptions,
    openOwnEngine: (
      saved: TrainingFacts | undefined,
      options: { readonly allowEngineChange: boolean },
    ) => Promise<Engine> = requireEngine,
  ) {
    checkTrainerOptions(options);
    this.#openOwnEngine = openOwnEngine;
    const { model, seed = 0, resumeFrom, optimizer, schedule } = options;
    this.options = options;
    this.#ranks = new Ranks(options.group);
    this.#resumeFrom = resumeFrom;
    this.#schedule = schedule ?? constant(optimizer.learningRate);
    if (resumeFrom !== undefined) {
      const { epoch, step } = resumeFrom.position;
      requireFiniteTensors(resumeFrom.tensors, `the state at epoch ${epoch}, step ${step}`);
      model.loadStateDict(new Map([...resumeFrom.tensors].filter(([, { kind }]) => belongsToModel(kind))));
      this.#position = resumeFrom.position;
      this.#running = new RunningMean(resumeFrom.running);
      this.#history = resumeFrom.history;
    }
    model.initialize(seed, { only: 'missing' });
  }

  /** Adds an observer, called at once with every event. */
  observe(observer: TrainingObserver): this {
    requireType('observer', observer, 'function');
    this.#observers.push(observer);
    return this;
  }

  /** Hands the state out from now on, at the moments that the policy asks for. */
  keepCheckpoints(policy: CheckpointPolicy): this {
    requireType('policy', policy, Object);
    requireType('policy.save', policy.save, 'function');
    if (policy.everySteps !== undefined) requireWhole('policy.everySteps', policy.everySteps);
    this.#checkpoints = policy;
    return this;
  }

  /** Where the training stands: behind the last step that was done. */
  get position(): TrainingPosition {
    return this.#position;
  }

  /**
   * Opens an engine if none was given, and checks what can be checked without training; the first `train` does it too.
   * @returns the engine
   */
  async open(): Promise<Engine> {
    try {
      return (await this.#open()).engine;
    } catch (error) {
      this.#ranks.fail(error);
      throw error;
    }
  }

  /**
   * Trains for some more epochs, evaluating after each on the validation data or, without any, on the test data; the model then
   * holds the weights.
   * @param options.signal ends the training after the step that runs
   * @returns one entry for each epoch that was completed
   * @throws DivergenceError before a number that is not finite reaches the weights
   * @throws TrainerError while it trains or evaluates already, and once it was disposed
   */
  async train(epochs: number, { signal }: { readonly signal?: AbortSignal } = {}): Promise<readonly EpochEvent[]> {
    requireWhole('epochs', epochs);
    return this.#alone('train', () => this.#saveWhereOthersFail(() => this.#train(epochs, signal)));
  }

  /** Loss and accuracy on the test data or, without any, on the validation data. @throws TrainerError as `train` does */
  async evaluate(): Promise<Evaluation> {
    const { testData } = this.options;
    const evaluation = await this.#alone('evaluate', () => this.#evaluate(testData === undefined ? 'val' : 'test'));
    if (evaluation === undefined) throw new Error('unreachable: nothing can abort this evaluation');
    return evaluation;
  }

  /**
   * Frees what it keeps on the engine, and the engine itself if it opened it. A training that is under way ends after its
   * step, with a TrainerError.
   */
  async close(): Promise<void> {
    this.#isDisposed = true;
    const runner = await this.#runner?.catch(() => undefined);
    if (runner !== undefined) await freeRunner(this.options, runner.engine, runner);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** One thing at a time: both loaders have one buffer, and the store is that of one training. */
  async #alone<Result>(activity: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#activity !== undefined) {
      const hint = `await ${this.#activity}() first`;
      throw new TrainerError(`cannot ${activity}: the trainer is asked to ${this.#activity} already`, { hint });
    }
    this.#activity = activity;
    try {
      return await work();
    } catch (error) {
      // The trainer was disposed while it worked, which freed what the work used.
      const shown = this.#isDisposed && error instanceof EngineError ? trainerDisposed(error) : error;
      this.#ranks.fail(shown);
      throw shown;
    } finally {
      this.#ranks.end();
      this.#activity = undefined;
    }
  }

  /** What all ranks have done is kept where one of them can no longer go on. */
  async #saveWhereOthersFail<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const isOther = error instanceof CollectiveError && ['late', 'failed'].includes(error.problem);
      if (isOther && this.#runner !== undefined) await this.#save(await this.#capture());
      throw error;
    }
  }

  async #train(epochs: number, signal: AbortSignal | undefined): Promise<readonly EpochEvent[]> {
    const { model, earlyStopping = Number.POSITIVE_INFINITY } = this.options;
    const { engine } = await this.#open();
    const started = performance.now();
    const last = this.#history.length + epochs;
    this.#emit({
      kind: 'start',
      epochs: last,
      stepsPerEpoch: this.#stepsPerEpoch,
      parameterCount: [...model.namedParameters()].reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0),
      engine: {
        name: engine.name,
        version: engine.version,
        threads: engine.threads,
        precision: engine.precision,
        ...(engine.advice === undefined ? {} : { advice: engine.advice }),
      },
      position: this.#position,
      changes: this.#changes,
    });

    this.#ranks.begin(signal);
    const history: EpochEvent[] = [];
    let outcome: TrainingOutcome = 'completed';
    while (this.#history.length < last && outcome === 'completed') {
      if (shouldStopEarly(this.#history, earlyStopping)) {
        outcome = 'stoppedEarly';
      } else {
        const event = await this.#runEpoch(last, signal);
        if (event === undefined) outcome = 'stopped';
        else history.push(event);
      }
    }
    if (outcome === 'stopped') await this.#save(await this.#capture());
    const seconds = (performance.now() - started) / 1000;
    this.#emit({ kind: 'end', epochs: history.length, outcome, seconds });
    return history;
  }

  /** The rest of the epoch that is under way. @returns undefined if it was aborted */
  async #runEpoch(epochs: number, signal: AbortSignal | undefined): Promise<EpochEvent | undefined> {
    const started = performance.now();
    const { epoch } = this.#position;
    await this.#trainSteps(epochs, signal);
    const heldOut = this.options.validationData === undefined ? 'test' : 'val';
    const isStopping = this.#ranks.isStopping(signal);
    const evaluation = isStopping ? undefined : await this.#evaluate(heldOut, signal);
    if (evaluation === undefined) return undefined;
    const record: EpochRecord = {
      epoch,
      ...measuredOn('train', quantityValues(this.#running)),
      ...measuredOn(heldOut, evaluation),
    };
    this.#history = [...this.#history, record];
    this.#position = { epoch: epoch + 1, step: 0 };
    this.#running = new RunningMean();
    const state = await this.#capture();
    const isBest = bestEpoch(this.#history) === record;
    const seconds = (performance.now() - started) / 1000;
    const event: EpochEvent = { kind: 'epoch', ...record, epochs, isBest, seconds };
    this.#emit(event);
    await this.#save(state);
    return event;
  }

  async #trainSteps(epochs: number, signal: AbortSignal | undefined): Promise<void> {
    const stepsPerEpoch = this.#stepsPerEpoch;
    const everySteps = this.#checkpoints?.everySteps ?? Number.POSITIVE_INFINITY;
    const { checkEvery = defaultCheckEvery } = this.options;
    while (this.#position.step < stepsPerEpoch && !this.#ranks.isStopping(signal)) {
      const started = performance.now();
      const { epoch, step: done } = this.#position;
      const allDone = (epoch - 1) * stepsPerEpoch + done;
      const learningRate = this.#schedule(allDone, epochs * stepsPerEpoch);
      requireFinite(`the schedule's learning rate of step ${allDone}`, learningRate);
      const { mean, ranks } = await this.#trainStep(learningRate, allDone, signal);
      this.#running.add(mean.sums);
      this.#position = { epoch, step: done + 1 };
      const { images } = mean.sums;
      this.#emit({
        kind: 'step',
        epoch,
        step: done + 1,
        stepsPerEpoch,
        images,
        ...quantityValues(mean),
        runningLoss: this.#running.loss,
        runningAccuracy: this.#running.accuracy,
        learningRate,
        imagesPerSecond: (images * 1000) / (performance.now() - started),
        ...(ranks === undefined ? {} : { ranks }),
      });
      if ((allDone + 1) % checkEvery === 0) await this.#compareRanks();
      if ((allDone + 1) % everySteps === 0) await this.#save(await this.#capture());
      await yieldToEventLoop();
    }
  }

  async #trainStep(learningRate: number, updatesBefore: number, signal: AbortSignal | undefined): Promise<StepOutcome> {
    const { trainData, accumulate = 1, seed = 0 } = this.options;
    const shared = { runner: await this.#open(), ranks: this.#ranks, signal, position: this.#position };
    const outcome = await takeStep({ ...shared, trainData, accumulate, seed, learningRate, updatesBefore });
    const { divergence } = outcome;
    return divergence === undefined ? outcome : this.#diverge(divergence, this.#position.step + 1);
  }

  /** `undefined` if it was aborted. */
  async #evaluate(part: HeldOutPart, signal?: AbortSignal): Promise<Evaluation | undefined> {
    const { testData, validationData } = this.options;
    const loader = part === 'val' ? validationData : testData;
    if (loader === undefined) throw new Error('unreachable: one of them was required');
    const runner = await this.#open();
    const mean = new RunningMean();
    for (let step = 1; step <= loader.batchCount; step++) {
      if (this.#ranks.isStopping(signal)) return undefined;
      const batch = { runner, ranks: this.#ranks, signal, loader, index: step - 1 };
      const { mean: ofBatch, divergence } = await evaluateBatch(batch, `${partNames[part].en} loss`);
      if (divergence !== undefined) return this.#diverge(divergence, this.#position.step);
      mean.add(ofBatch.sums);
      this.#emit({ kind: 'evaluationStep', epoch: this.#position.epoch, step, steps: loader.batchCount });
      await yieldToEventLoop();
    }
    return quantityValues(mean);
  }

  get #stepsPerEpoch(): number {
    const { trainData, accumulate = 1 } = this.options;
    return stepsPerEpoch(trainData.batchCount, accumulate);
  }

  #open(): Promise<StepRunner> {
    if (this.#isDisposed) return Promise.reject(trainerDisposed());
    this.#runner ??= this.#createRunner().catch((error: unknown) => {
      // The next try begins anew: what was missing may be there by then.
      this.#runner = undefined;
      throw error;
    });
    return this.#runner;
  }

  async #createRunner(): Promise<StepRunner> {
    const { runner, changes } = await openRunner(this.options, {
      openEngine: this.#openOwnEngine,
      resumeFrom: this.#resumeFrom,
      ranks: this.#ranks,
    });
    this.#resumeFrom = undefined;
    this.#changes = changes;
    return runner;
  }

  /** The state as it is, whose weights, or averages of them, are put into the model. */
  async #capture(): Promise<TrainingState> {
    const runner = await this.#open();
    const tensors = await runner.readState();
    for (const [name, { data }] of tensors) {
      if (!allFinite(data)) return this.#diverge({ what: `${name} is no longer finite` }, this.#position.step);
    }
    for (const [name, held] of this.options.model.namedTensors()) {
      held.data = (tensors.get(averageName(name)) ?? tensors.get(name))?.data ?? held.data;
    }
    const choices = this.#ranks.choicesOfAll(runner.engine.choices);
    return {
      facts: factsOf(this.options, runner.engine),
      position: this.#position,
      running: this.#running.sums,
      history: this.#history,
      ...(choices.size === 0 ? {} : { choices: new Map(choices) }),
      tensors,
    };
  }

  async #compareRanks(): Promise<void> {
    if (this.#ranks.isAlone) return;
    const { epoch, step } = this.#position;
    const tensors = await (await this.#open()).readState();
    await this.#ranks.requireSameTensors(fingerprints(tensors), `epoch ${epoch}, step ${step}`);
  }

  async #save(state: TrainingState): Promise<void> {
    await this.#checkpoints?.save(state);
  }

  #diverge(divergence: NonNullable<StepOutcome['divergence']>, step: number): never {
    const { epoch } = this.#position;
    this.#emit({ kind: 'diverged', epoch, step, layer: divergence.layer });
    throw diverged(divergence, { epoch, step });
  }

  #emit(event: TrainingEvent): void {
    for (const observer of this.#observers) observer(event);
  }
}

async function requireEngine(): Promise<never> {
  throw new OptionError('engine is missing: here, a trainer is given an opened one', {
    hint: "in a browser, engine: await openEngine('wasm', { runtime: ort })",
  });
}
