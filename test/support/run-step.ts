// A training step on an engine, its two programs one after the other.
import type { Optimizer } from '../../src/compile/optimizers/optimizer.ts';
import type { TrainingStep } from '../../src/compile/programs.ts';
import { updateInputs } from '../../src/compile/update-graph.ts';
import type { Engine, Program, RunInputs, RunOutputs, Store } from '../../src/engines/engine.ts';
import type { Module } from '../../src/nn/index.ts';
import { createModelStore } from '../../src/training/model-store.ts';
import { copyOutputs } from './run-graph.ts';

export function createStepStore(engine: Engine, model: Module, { compute, update }: TrainingStep): Promise<Store> {
  return createModelStore(engine, model, [update, compute]);
}

type Numbers = Pick<Optimizer, 'groups' | 'scalars'>;

export class CompiledStep {
  readonly compute: Program;
  readonly update: Program;
  readonly #step: TrainingStep;
  readonly #numbers: Numbers;

  private constructor(step: TrainingStep, compute: Program, update: Program, numbers: Numbers) {
    this.#step = step;
    this.compute = compute;
    this.update = update;
    this.#numbers = numbers;
  }

  /** @param optimizer of the step, if it has groups or numbers of its own */
  static async compile(engine: Engine, step: TrainingStep, store: Store, optimizer: Numbers = {}) {
    const compute = await engine.compile(step.compute, store);
    return new CompiledStep(step, compute, await engine.compile(step.update, store), optimizer);
  }

  /** @param inputs images and labels @returns copies; the loss is the mean over the batch */
  async run(inputs: RunInputs, learningRate: number, update = 1): Promise<RunOutputs> {
    const outputs = copyOutputs(await this.compute.run(inputs));
    const scale = 1 / outputs.weight[0];
    await this.update.run(
      updateInputs(this.#step.update, this.#numbers, { learningRate, gradientScale: scale, update }),
    );
    return { ...outputs, loss: Float32Array.of(outputs.loss[0] * scale) };
  }
}
