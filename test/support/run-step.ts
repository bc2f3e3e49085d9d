// A training step on an engine, its two programs one after the other.
import { gradientScaleName, learningRateName } from '../../src/compile/optimizer.ts';
import type { TrainingStep } from '../../src/compile/programs.ts';
import type { Engine, Program, RunInputs, RunOutputs, Store } from '../../src/engines/engine.ts';
import type { Module } from '../../src/nn/index.ts';
import { createModelStore } from '../../src/training/model-store.ts';
import { copyOutputs } from './run-graph.ts';

export function createStepStore(engine: Engine, model: Module, { compute, update }: TrainingStep): Promise<Store> {
  return createModelStore(engine, model, [update, compute]);
}

export class CompiledStep {
  readonly compute: Program;
  readonly update: Program;

  private constructor(compute: Program, update: Program) {
    this.compute = compute;
    this.update = update;
  }

  static async compile(engine: Engine, { compute, update }: TrainingStep, store: Store): Promise<CompiledStep> {
    const computing = await engine.compile(compute, store);
    return new CompiledStep(computing, await engine.compile(update, store));
  }

  /** @param inputs images and labels @returns copies; the loss is the mean over the batch */
  async run(inputs: RunInputs, learningRate: number): Promise<RunOutputs> {
    const outputs = copyOutputs(await this.compute.run(inputs));
    const scale = 1 / outputs.weight[0];
    await this.update.run({
      [learningRateName]: Float32Array.of(learningRate),
      [gradientScaleName]: Float32Array.of(scale),
    });
    return { ...outputs, loss: Float32Array.of(outputs.loss[0] * scale) };
  }
}
