// What `googlenet bench` times: a training step or an inference on synthetic images that are made beforehand.
import { learningRateName, SGD } from '../../compile/optimizer.ts';
import { imagesName, labelsName, prediction, trainingStep } from '../../compile/programs.ts';
import type { Engine, RunInputs, StepProfile } from '../../engines/engine.ts';
import { type EngineName, openEngine } from '../../engines/open-engine.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { createModel, type ModelChoice } from '../../models/model-table.ts';
import { CrossEntropyLoss } from '../../nn/index.ts';
import { RandomStream } from '../../random/random-stream.ts';
import { createModelStore } from '../../training/model-store.ts';
import { WatchedProgram } from '../../training/watched-program.ts';

export const benchModes = ['train', 'infer'] as const;
export type BenchMode = (typeof benchModes)[number];

export interface BenchStepOptions {
  readonly mode: BenchMode;
  readonly engine: EngineName | 'auto';
  readonly batchSize: number;
  readonly threads: number;
  /** File of the oneDNN library. */
  readonly onednn?: string;
  readonly model: ModelChoice;
  /** Of one image: [C, H, W]. */
  readonly imageShape: Shape;
}

/** As the tutorial trains. */
const learningRate = 0.005;
/** As a training and `evaluate` do. */
const watch = { watch: true };
/** Different batches, in turn. */
const batchCount = 4;

export class BenchStep implements AsyncDisposable {
  readonly engine: Engine;
  readonly #program: WatchedProgram;
  readonly #batches: readonly RunInputs[];
  /** From the model's weights to a program that can run. */
  readonly compileMs: number;
  #stepsDone = 0;

  private constructor(engine: Engine, program: WatchedProgram, batches: readonly RunInputs[], compileMs: number) {
    this.engine = engine;
    this.#program = program;
    this.#batches = batches;
    this.compileMs = compileMs;
  }

  static async open(options: BenchStepOptions): Promise<BenchStep> {
    const { mode, engine: name, batchSize, threads, onednn } = options;
    const model = createModel(options.model).initialize(0);
    const imageShape = [batchSize, ...options.imageShape];
    const started = performance.now();
    const graph =
      mode === 'train'
        ? trainingStep({ model, loss: new CrossEntropyLoss(), optimizer: new SGD({ learningRate }), imageShape }, watch)
        : prediction(model, imageShape, [], watch);
    const engine = await openEngine(name, { threads, ...(onednn === undefined ? {} : { onednn }) });
    try {
      const store = await createModelStore(engine, model, [graph]);
      const program = await WatchedProgram.compile(engine, graph, store);
      const compileMs = performance.now() - started;
      const batches = Array.from({ length: batchCount }, (_, batch) => syntheticInputs(options, batch));
      return new BenchStep(engine, program, batches, compileMs);
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
    const profile = await this.#program.program.profile(this.#batches[this.#stepsDone++ % this.#batches.length]);
    if (profile !== undefined) return profile;
    throw new EngineError(`${this.engine.name} does not tell its primitives apart`, { hint: 'add --engine onednn' });
  }

  /** One step, with the results that a training loop reads. @returns milliseconds */
  async time(): Promise<number> {
    const started = performance.now();
    await this.#program.run(this.#batches[this.#stepsDone++ % this.#batches.length]);
    return performance.now() - started;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close();
  }
}

/** Images [N, C, H, W] uniform in 0 … 1, and for training labels [N]. */
function syntheticInputs({ mode, batchSize, imageShape, model }: BenchStepOptions, batch: number): RunInputs {
  const random = new RandomStream(0, 'bench', batch);
  const images = Float32Array.from({ length: batchSize * sizeOf(imageShape) }, (_, index) => random.uniform(index));
  if (mode === 'infer') return { [imagesName]: images };
  const labels = Int32Array.from({ length: batchSize }, (_, index) => random.uint32(index) % model.options.numClasses);
  return { [imagesName]: images, [labelsName]: labels, [learningRateName]: Float32Array.of(learningRate) };
}
