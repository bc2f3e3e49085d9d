// What `googlenet bench` times: a training step or an inference on synthetic images that are made beforehand.
import { SGD } from '../../compile/optimizers/sgd.ts';
import { imagesName, prediction } from '../../compile/programs.ts';
import type { Batch } from '../../data/loader.ts';
import type { Engine, StepProfile } from '../../engines/engine.ts';
import { type EngineName, type EngineOptions, openEngine } from '../../engines/open-engine.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { createModel, type ModelChoice } from '../../models/model-table.ts';
import { CrossEntropyLoss, type Module } from '../../nn/index.ts';
import { RandomStream } from '../../random/random-stream.ts';
import { createModelStore } from '../../training/model-store.ts';
import { StepRunner } from '../../training/step-runner.ts';
import { WatchedProgram } from '../../training/watched-program.ts';

export const benchModes = ['train', 'infer'] as const;
export type BenchMode = (typeof benchModes)[number];

export interface BenchStepOptions {
  readonly mode: BenchMode;
  readonly engine: EngineName | 'auto';
  readonly batchSize: number;
  readonly engineOptions: EngineOptions;
  readonly model: ModelChoice;
  /** Shape of one image: [C, H, W]. */
  readonly imageShape: Shape;
}

/** The tutorial's learning rate. */
const learningRate = 0.005;
/** Number of different batches, which take turns. */
const batchCount = 4;

/** What is timed. */
interface TimedWork {
  readonly run: (batch: Batch) => Promise<void>;
  readonly profile: (batch: Batch) => Promise<readonly StepProfile[] | undefined>;
}

export class BenchStep implements AsyncDisposable {
  readonly engine: Engine;
  readonly #work: TimedWork;
  readonly #batches: readonly Batch[];
  /** From the model's weights to a program that can run. */
  readonly compileMs: number;
  #stepsDone = 0;

  private constructor(engine: Engine, work: TimedWork, batches: readonly Batch[], compileMs: number) {
    this.engine = engine;
    this.#work = work;
    this.#batches = batches;
    this.compileMs = compileMs;
  }

  static async open(options: BenchStepOptions): Promise<BenchStep> {
    const { mode, engine: name, imageShape } = options;
    const [, rows, columns] = imageShape;
    const model = createModel(options.model, [rows, columns]).initialize(0);
    const started = performance.now();
    const engine = await openEngine(name, options.engineOptions);
    try {
      const work = await (mode === 'train'
        ? trainingWork(engine, model, options)
        : inferenceWork(engine, model, options));
      const compileMs = performance.now() - started;
      const batches = Array.from({ length: batchCount }, (_, batch) => syntheticBatch(options, batch));
      return new BenchStep(engine, work, batches, compileMs);
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /**
   * One step with each of its primitives timed.
   * @throws EngineError where the engine cannot tell its primitives apart
   */
  async profile(): Promise<readonly StepProfile[]> {
    const profile = await this.#work.profile(this.#nextBatch());
    if (profile !== undefined) return profile;
    throw new EngineError(`${this.engine.name} does not tell its primitives apart`, { hint: 'add --engine onednn' });
  }

  /** One step, with the results that a training loop reads. @returns milliseconds */
  async time(): Promise<number> {
    const batch = this.#nextBatch();
    const started = performance.now();
    await this.#work.run(batch);
    return performance.now() - started;
  }

  #nextBatch(): Batch {
    return this.#batches[this.#stepsDone++ % this.#batches.length];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close();
  }
}

async function trainingWork(engine: Engine, model: Module, options: BenchStepOptions): Promise<TimedWork> {
  const { batchSize, imageShape } = options;
  const optimizer = new SGD({ learningRate });
  const runner = await StepRunner.create(engine, {
    model,
    loss: new CrossEntropyLoss(),
    optimizer,
    imageShape,
    batchSize,
  });
  const place = { seed: 0, epoch: 1, firstImage: 0 };
  let updatesBefore = 0;
  return {
    async run(batch) {
      await runner.compute(batch, place);
      await runner.update({ learningRate, updatesBefore: updatesBefore++ });
    },
    profile: (batch) => runner.profile(batch, place, learningRate),
  };
}

async function inferenceWork(
  engine: Engine,
  model: Module,
  { batchSize, imageShape }: BenchStepOptions,
): Promise<TimedWork> {
  const graph = prediction(model, [batchSize, ...imageShape], [], { watch: true });
  const program = await WatchedProgram.compile(engine, graph, await createModelStore(engine, model, [graph]));
  return {
    async run({ images }) {
      await program.run({ [imagesName]: images });
    },
    profile: ({ images }) => program.program.profile({ [imagesName]: images }),
  };
}

/** Images [N, C, H, W] uniform in 0 … 1, and labels [N]. */
function syntheticBatch({ batchSize, imageShape, model }: BenchStepOptions, batch: number): Batch {
  const random = new RandomStream(0, 'bench', batch);
  const images = Float32Array.from({ length: batchSize * sizeOf(imageShape) }, (_, index) => random.uniform(index));
  const labels = Int32Array.from({ length: batchSize }, (_, index) => random.uint32(index) % model.options.numClasses);
  return { images, labels, size: batchSize };
}
