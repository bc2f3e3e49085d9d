// A model on an engine: one store, and a program for each kind of step and size of batch, compiled when first needed.
// A training step computes, once for each of its batches, and then updates: between the two, its numbers are judged.
import { averageDecayName, averageGraph } from '../compile/averages.ts';
import { gradientName } from '../compile/gradient.ts';
import { nextName } from '../compile/interim.ts';
import { imagesName, labelsName } from '../compile/programs.ts';
import { imageShareName } from '../compile/shared-statistics.ts';
import { type UpdateNumbers, updateInputs } from '../compile/update-graph.ts';
import type { Batch } from '../data/loader.ts';
import type { EarlyUse, Engine, Program, RunInputs, RunOutputs, StepProfile, Store } from '../engines/engine.ts';
import { CheckpointError } from '../errors/checkpoint-error.ts';
import { GraphError } from '../errors/graph-error.ts';
import type { Graph } from '../graph/graph.ts';
import { printShape, sameShape, sizeOf } from '../graph/shape.ts';
import { allFinite } from '../nn/finite.ts';
import type { StateTensor } from '../nn/module.ts';
import { averagingDecay } from './averaging.ts';
import { type Divergence, findDivergence, layerOf } from './find-divergence.ts';
import { fingerprint } from './fingerprint.ts';
import { createModelStore } from './model-store.ts';
import { type BatchPlace, drawNoise } from './noise.ts';
import { Ranks } from './ranks.ts';
import type { WeightedSums } from './running-mean.ts';
import { StagedProgram, stagesOf } from './staged-program.ts';
import { forwardGraph, isStaged, programGraph, type StepKind, type StepOptions, stepGraphs } from './step-graphs.ts';
import type { SavedTensor } from './training-state.ts';
import { TravellingGradients } from './travelling-gradients.ts';
import { WatchedProgram } from './watched-program.ts';

/** What one batch came to. */
export interface BatchResult {
  /** Sum of the losses over the batch. */
  readonly loss: number;
  /** What the sum of losses is divided by to get the mean. */
  readonly weight: number;
  readonly correct: number;
  /** Set where a value was not finite, if only on the way to a finite loss. */
  readonly divergence?: Partial<Divergence>;
}

/** What the update at the end of a step is given. */
export interface UpdateOptions {
  readonly learningRate: number;
  /** Updates before this one, over all epochs. */
  readonly updatesBefore: number;
}

/** What the ranks have done together. */
export interface Combination {
  /** Images of the step that were this rank's. */
  readonly images: number;
  /** Sums over all of them. */
  readonly all: WeightedSums;
}

interface StepProgram {
  readonly graph: Graph;
  readonly program: WatchedProgram;
  /** What it runs where ranks meet within a step. */
  readonly staged?: StagedProgram;
}

interface UpdateProgram {
  readonly graph: Graph;
  readonly program: Program;
}

/** Added to the norm that is divided by, which may be zero: see torch.nn.utils.clip_grad_norm_. */
const clipEpsilon = 1e-6;

export class StepRunner {
  readonly engine: Engine;
  readonly #options: StepOptions;
  readonly #store: Store;
  readonly #update: UpdateProgram;
  /** Undefined where nothing is averaged. */
  readonly #average: Program | undefined;
  readonly #gradients: readonly string[];
  /** What buffers will be when the step is done. */
  readonly #nextBuffers: readonly string[];
  readonly #ranks: Ranks;
  readonly #programs = new Map<string, StepProgram>();
  /** Sum of the weights of the batches since the last update. */
  #weight = 0;
  #batches = 0;
  /** What the step under way has sent already, where ranks are apart. */
  #travelling: TravellingGradients | undefined;
  /** Whether the last batch of the step had no image for this rank. */
  #hasAttended = false;

  private constructor(
    engine: Engine,
    options: StepOptions,
    store: Store,
    { update, average }: { readonly update: UpdateProgram; readonly average: Program | undefined },
  ) {
    this.engine = engine;
    this.#options = options;
    this.#store = store;
    this.#update = update;
    this.#average = average;
    this.#ranks = options.ranks ?? new Ranks(undefined);
    const interim = store.tensors.filter(({ kind }) => kind === 'interim');
    const named = (nameOf: (like: string) => string) =>
      interim.flatMap(({ name, like }) => (name === nameOf(like ?? '') ? [name] : []));
    this.#gradients = named(gradientName);
    this.#nextBuffers = named(nextName);
  }

  /** The store holds the model's parameters and buffers, and zeros for the optimizer. */
  static async create(engine: Engine, options: StepOptions): Promise<StepRunner> {
    const { compute, update } = stepGraphs(options.batchSize, options);
    const average = options.emaDecay === undefined ? [] : [averageGraph(options.model)];
    const { batchSize, lastBatchSize = 0 } = options;
    const isOther = lastBatchSize > 0 && lastBatchSize !== batchSize;
    const stages = () => [
      ...stagesOf(compute),
      ...(isOther ? stagesOf(stepGraphs(lastBatchSize, options).compute) : []),
    ];
    const staged = isStaged(options) ? stages().map(({ graph }) => graph) : [];
    const store = await createModelStore(engine, options.model, [update, compute, ...average, ...staged]);
    try {
      // Compiled first, since its convolutions choose how the parameters are laid out.
      const program = await engine.compile(compute, store);
      const runner = new StepRunner(engine, options, store, {
        update: { graph: update, program: await engine.compile(update, store) },
        average: average.length === 0 ? undefined : await engine.compile(average[0], store),
      });
      if (isStaged(options)) await program.release();
      else {
        const watched = new WatchedProgram(program, store, compute);
        runner.#programs.set(programKey('compute', batchSize), { graph: compute, program: watched });
      }
      return runner;
    } catch (error) {
      await store.release();
      throw error;
    }
  }

  /**
   * Computes a batch's gradients, and adds them to those of the step's batches before. A divergence ends the step.
   * @param options.isLast of the step, so that ranks on other hosts get the gradients while the first layers' are computed
   */
  async compute(batch: Batch, place: BatchPlace, { isLast = false } = {}): Promise<BatchResult> {
    const kind = this.#nextKind();
    const { graph } = await this.#program(kind, batch.size);
    const images = place.images ?? batch.size;
    const share = isStaged(this.#options) ? { [imageShareName]: Float32Array.of(1 / images) } : {};
    if (isLast && this.#ranks.areApart && !isStaged(this.#options))
      this.#travelling = await TravellingGradients.begin(this.#gradients, this.#ranks);
    const result = await this.#run(kind, batch, { ...drawNoise(graph, place), ...share }, this.#travelling);
    const isStopped = result.divergence !== undefined;
    this.#weight = isStopped ? 0 : this.#weight + result.weight;
    this.#batches = isStopped ? 0 : this.#batches + 1;
    return result;
  }

  /** Takes part where ranks share the statistics of a batch of which this one has no image. */
  async attend(): Promise<void> {
    if (!isStaged(this.#options)) return;
    const { staged } = await this.#program(this.#nextKind(), this.#options.batchSize);
    await staged?.attend();
    this.#hasAttended = true;
  }

  /** Makes the sums of gradients those of all ranks. @param images of the step that were this rank's */
  async sumGradients(images: number): Promise<void> {
    const ranks = this.#ranks;
    if (ranks.isAlone) return;
    const begun = this.#travelling;
    this.#travelling = undefined;
    await this.#store.modify(this.#gradients, async (stretches) => {
      // What a step before has left.
      if (images === 0) for (const stretch of stretches) stretch.fill(0);
      const travelling = begun ?? (await TravellingGradients.begin(this.#gradients, ranks));
      await travelling.finish(stretches);
    });
  }

  /** Makes the buffers' next values the mean of those of all ranks, weighted by their images. */
  async combineBuffers({ images, all }: Combination): Promise<void> {
    const ranks = this.#ranks;
    if (ranks.isAlone) return;
    // Shared statistics have passed by a rank that had no image of the last batch.
    const own = this.#hasAttended ? 0 : images;
    const total = Float64Array.of(own);
    if (isStaged(this.#options)) await ranks.sum(total);
    else total[0] = all.images;
    await this.#store.modify(this.#nextBuffers, async (pieces) => {
      for (const piece of pieces) {
        // In float64, so that the mean of equal counts is the count.
        const weighted = Float64Array.from(piece, (value) => (own === 0 ? 0 : value * own));
        await ranks.sum(weighted);
        piece.set(weighted.map((sum) => sum / total[0]));
      }
    });
    this.#weight = all.weight;
  }

  /**
   * Gives every rank what rank 0 holds.
   * @throws CollectiveError where the ranks' tensors do not lie in memory alike
   */
  async takeFirst(): Promise<void> {
    if (this.#ranks.isAlone) return;
    await this.#ranks.requireAlike(
      { 'the layout of tensors in memory': await this.#layout() },
      'use processors of one kind and one version of the library on all hosts, or --engine onnxruntime',
    );
    const held = this.#store.tensors.flatMap(({ name, kind }) => (kind === 'interim' ? [] : [name]));
    await this.#store.modify(held, async (pieces) => {
      for (const piece of pieces) await this.#ranks.takeFirst(piece);
    });
  }

  /**
   * Ends a step: moves the parameters by the gradients that were computed since the last.
   * @returns the gradient that is not finite, if one is; then nothing moves
   */
  async update({ learningRate, updatesBefore }: UpdateOptions): Promise<Divergence | undefined> {
    const scale = this.#weight === 0 ? 0 : 1 / this.#weight;
    this.#weight = 0;
    this.#batches = 0;
    this.#hasAttended = false;
    const areFinite = await this.#store.areFinite(this.#gradients);
    const divergence = areFinite ? undefined : await this.#findGradient();
    if (divergence !== undefined) return divergence;
    const { clipNorm } = this.#options;
    const clip = clipNorm === undefined ? 1 : await this.#clip(clipNorm, scale);
    const { program } = this.#update;
    await program.run(this.#updateInputs({ learningRate, gradientScale: scale * clip, update: updatesBefore + 1 }));
    await this.#averageAfter(updatesBefore);
    return undefined;
  }

  evaluate(batch: Batch): Promise<BatchResult> {
    return this.#run('evaluation', batch, {});
  }

  /** A step with each of its primitives timed; undefined for an engine that cannot tell them apart. */
  async profile(batch: Batch, place: BatchPlace, learningRate: number): Promise<readonly StepProfile[] | undefined> {
    const { graph, program } = await this.#program('compute', batch.size);
    const computing = await program.program.profile({ ...inputsOf(batch), ...drawNoise(graph, place) });
    const inputs = this.#updateInputs({ learningRate, gradientScale: 0, update: 1 });
    const updating = await this.#update.program.profile(inputs);
    return computing === undefined || updating === undefined ? undefined : [...computing, ...updating];
  }

  /** Parameters, buffers, optimizer state and averages. */
  async readState(): Promise<ReadonlyMap<string, SavedTensor>> {
    const tensors = new Map<string, SavedTensor>();
    for (const { name, shape, kind } of this.#store.tensors) {
      if (kind !== 'interim') tensors.set(name, { shape, kind, data: await this.#store.read(name) });
    }
    return tensors;
  }

  /** @throws CheckpointError unless they are exactly the tensors that a state has */
  async writeState(tensors: ReadonlyMap<string, StateTensor>): Promise<void> {
    const wanted = this.#store.tensors.filter(({ kind }) => kind !== 'interim');
    const names = new Set(wanted.map(({ name }) => name));
    const missing = wanted.filter(({ name, shape }) => !sameShape(tensors.get(name)?.shape ?? [-1], shape));
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

  async #run(kind: StepKind, batch: Batch, noise: RunInputs, early?: EarlyUse): Promise<BatchResult> {
    const { program } = await this.#program(kind, batch.size);
    const inputs = { ...inputsOf(batch), ...noise };
    const { outputs, mayOverflow } = await program.run(inputs, early);
    const [loss, weight, correct] = ['loss', 'weight', 'correct'].map((name) => readScalar(outputs, name));
    const result = { loss, weight, correct };
    if (Number.isFinite(loss) && !mayOverflow) return result;
    const found = await findDivergence(this.engine, this.#store, forwardGraph(kind, batch.size, this.#options), inputs);
    // Very large numbers are no divergence as long as all of them are finite.
    return found === undefined && Number.isFinite(loss) ? result : { ...result, divergence: found ?? {} };
  }

  /** The gradient that is not finite nearest to the output: gradients flow from the last layer to the first. */
  async #findGradient(): Promise<Divergence | undefined> {
    for (const name of this.#gradients.toReversed()) {
      if (allFinite(await this.#store.read(name))) continue;
      const parameter = this.#store.tensors.find((tensor) => tensor.name === name)?.like ?? name;
      return { layer: layerOf(parameter), gradient: parameter };
    }
    return undefined;
  }

  /** What gradients are multiplied with, so that the norm of their means is not above the largest. */
  async #clip(largest: number, scale: number): Promise<number> {
    const norm = Math.sqrt(await this.#store.sumOfSquares(this.#gradients)) * scale;
    const factor = Float32Array.of(Math.min(1, largest / (norm + clipEpsilon)));
    // Processors of another kind may add up in another order.
    await this.#ranks.takeFirst(factor);
    return factor[0];
  }

  /** Where each element of a gradient lies, told by numbers that are put there before anything is computed. */
  async #layout(): Promise<string> {
    for (const { name, shape } of this.#store.tensors) {
      if (this.#gradients.includes(name)) await this.#store.write(name, ramp(sizeOf(shape)));
    }
    let found = '';
    await this.#store.modify(this.#gradients, (pieces) => {
      found = fingerprint(pieces);
    });
    return found;
  }

  async #averageAfter(updatesBefore: number): Promise<void> {
    const { emaDecay } = this.#options;
    const decay = emaDecay === undefined ? undefined : averagingDecay(emaDecay, updatesBefore);
    if (decay !== undefined) await this.#average?.run({ [averageDecayName]: Float32Array.of(decay) });
  }

  #updateInputs(numbers: UpdateNumbers): RunInputs {
    return updateInputs(this.#update.graph, this.#options.optimizer, numbers);
  }

  async #program(kind: StepKind, batchSize: number): Promise<StepProgram> {
    const key = programKey(kind, batchSize);
    const known = this.#programs.get(key);
    if (known !== undefined) return known;
    const graph = programGraph(kind, batchSize, this.#options);
    const made = await this.#compile(kind, graph);
    this.#programs.set(key, made);
    return made;
  }

  async #compile(kind: StepKind, graph: Graph): Promise<StepProgram> {
    const [engine, store] = [this.engine, this.#store];
    if (kind === 'evaluation' || !isStaged(this.#options))
      return { graph, program: await WatchedProgram.compile(engine, graph, store) };
    const staged = await StagedProgram.compile(graph, { engine, store, ranks: this.#ranks });
    return { graph, program: new WatchedProgram(staged, store, graph), staged };
  }

  #nextKind(): 'compute' | 'accumulate' {
    return this.#batches === 0 ? 'compute' : 'accumulate';
  }
}

function programKey(kind: StepKind, batchSize: number): string {
  return `${kind} ${batchSize}`;
}

function inputsOf({ images, labels }: Batch): RunInputs {
  return { [imagesName]: images, [labelsName]: labels };
}

function ramp(length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => index);
}

function readScalar(outputs: RunOutputs, name: string): number {
  const values = outputs[name];
  if (values?.length !== 1) throw new GraphError(`output ${name} is not a single number`);
  return values[0];
}
