// What is another thing in training than in an evaluation: running statistics, dropped values, second heads; and how
// buffers come and go with the weights.
import { describe, expect, it } from 'vitest';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import { evaluationStep, prediction, trainingStep } from '../src/compile/programs.ts';
import { ModelError } from '../src/errors/model-error.ts';
import { ShapeError } from '../src/errors/shape-error.ts';
import { StateDictError } from '../src/errors/state-dict-error.ts';
import { float32Tensors } from '../src/formats/safetensors.ts';
import type { Graph } from '../src/graph/graph.ts';
import { printGraph } from '../src/graph/print-graph.ts';
import * as nn from '../src/nn/index.ts';
import { drawNoise } from '../src/training/noise.ts';
import { relativeL2 } from './support/compare.ts';
import { describeEngines } from './support/engines.ts';
import { CompiledStep, createStepStore } from './support/run-step.ts';
import { StatefulNet } from './support/small-nets.ts';
import { normals } from './support/values.ts';

const loss = new nn.CrossEntropyLoss();
const optimizer = new SGD({ learningRate: 0.1 });
const imageShape = [4, 1, 4, 4];
const stepOf = (model: nn.Module) => trainingStep({ model, loss, optimizer, imageShape });
const inputNames = ({ nodes }: Graph) => nodes.flatMap((node) => (node.op === 'input' ? [node.attrs.name] : []));

describe('a network in evaluation', () => {
  it('has neither masks nor second heads, and changes nothing', () => {
    for (const graph of [
      evaluationStep({ model: new StatefulNet(), loss, imageShape }),
      prediction(new StatefulNet(), imageShape),
    ]) {
      expect(graph.updates.size).toBe(0);
      const names = inputNames(graph);
      expect(names).toContain('norm.running_mean');
      expect(names).not.toContain('mask.dropout');
      expect(names).not.toContain('head.weight');
    }
  });

  it('refuses a buffer that is updated', () => {
    class Counter extends nn.Module {
      readonly count = new nn.Buffer([1]);
      forward(x: nn.Tensor): nn.Tensor {
        nn.functional.update(this.count, nn.functional.flatten(x));
        return x;
      }
    }
    expect(() => prediction(new Counter(), [1, 1])).toThrow(ModelError);
  });
});

describe('a network in training', () => {
  it('leaves its next statistics, and learns by both heads', () => {
    const { compute, update } = stepOf(new StatefulNet());
    expect([...compute.updates.keys()]).toEqual(
      expect.arrayContaining(['next.norm.running_var', 'gradient.head.bias']),
    );
    expect([...update.updates.keys()]).toEqual(expect.arrayContaining(['norm.num_batches_tracked', 'head.weight']));
    expect(printGraph(compute)).toContain('{factor: 0.3}');
  });

  it('refuses batches of which a channel has a single value', () => {
    class Points extends nn.Module {
      readonly norm = new nn.BatchNorm2d(1);
      readonly flatten = new nn.Flatten();
      forward(x: nn.Tensor): nn.Tensor {
        return this.flatten.call(this.norm.call(x));
      }
    }
    const step = (rows: number) => trainingStep({ model: new Points(), loss, optimizer, imageShape: [rows, 1, 1, 1] });
    expect(() => step(1)).toThrow(ShapeError);
    expect(() => step(1)).toThrow('norm: batchNorm: needs more than one value for each channel');
    expect(step(2).compute.outputs.has('loss')).toBe(true);
  });

  it('normalises as in an evaluation where all that a normalisation could learn is frozen', () => {
    const model = new StatefulNet();
    for (const [, parameter] of model.norm.namedParameters()) parameter.requiresGrad = false;
    const { compute, update } = stepOf(model);
    expect([...update.updates.keys()].filter((name) => name.startsWith('norm.'))).toEqual([]);
    expect(compute.nodes.some(({ op }) => op === 'batchNorm')).toBe(false);
    expect(compute.updates.has('gradient.convolution.weight')).toBe(true);
  });
});

describe('the mask of a dropout', () => {
  const { compute } = stepOf(new StatefulNet());
  const draw = (firstImage: number, epoch = 1, seed = 3) =>
    drawNoise(compute, { seed, epoch, firstImage })['mask.dropout'];

  it('is zeros and twos, as many of each', () => {
    const values = [...draw(0), ...draw(4), ...draw(8), ...draw(12)];
    expect(new Set(values)).toEqual(new Set([0, 2]));
    expect(Math.abs(values.filter(Boolean).length / values.length - 0.5)).toBeLessThan(0.06);
  });

  it("belongs to the image's place in the epoch, whatever batch it comes in", () => {
    const shifted = draw(2);
    expect(shifted.slice(0, 128)).toEqual(draw(0).slice(128));
    expect(draw(0)).toEqual(draw(0));
    for (const other of [draw(4), draw(0, 2), draw(0, 1, 4)]) expect(other).not.toEqual(draw(0));
  });
});

describeEngines('running statistics', (engine) => {
  engine.test('are those of PyTorch after two batches, and what an evaluation goes by', async (opened) => {
    const model = new StatefulNet().initialize(1);
    const step = stepOf(model);
    const store = await createStepStore(opened, model, step);
    const program = await CompiledStep.compile(opened, step, store);
    const labels = Int32Array.of(0, 1, 2, 0);
    const [mean, variance] = [new Float64Array(4), new Float64Array(4).fill(1)];
    for (const batch of ['first', 'second']) {
      const images = normals(batch, imageShape);
      const weight = await store.read('convolution.weight');
      await program.run({ images, labels, ...drawNoise(step.compute, { seed: 0, epoch: 1, firstImage: 0 }) }, 0.1);
      for (const [channel, values] of convolve(images, weight).entries()) {
        const average = values.reduce((sum, value) => sum + value, 0) / 64;
        const unbiased = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 63;
        mean[channel] = 0.9 * mean[channel] + 0.1 * average;
        variance[channel] = 0.9 * variance[channel] + 0.1 * unbiased;
      }
    }
    expect(relativeL2(await store.read('norm.running_mean'), mean)).toBeLessThan(1e-5);
    expect(relativeL2(await store.read('norm.running_var'), variance)).toBeLessThan(1e-5);
    expect(await store.read('norm.num_batches_tracked')).toEqual(Float32Array.of(2));
  });
});

/** 3×3 with a padding of 1, in float64: the values of each of the four filters over all images. */
function convolve(images: Float32Array, weight: Float32Array): readonly (readonly number[])[] {
  const at = (image: number, row: number, column: number) =>
    row < 0 || row > 3 || column < 0 || column > 3 ? 0 : images[image * 16 + row * 4 + column];
  return Array.from({ length: 4 }, (_, filter) =>
    Array.from({ length: 64 }, (_, place) => {
      const [image, row, column] = [Math.floor(place / 16), Math.floor(place / 4) % 4, place % 4];
      let sum = 0;
      for (let tap = 0; tap < 9; tap++) {
        sum += weight[filter * 9 + tap] * at(image, row + Math.floor(tap / 3) - 1, column + (tap % 3) - 1);
      }
      return sum;
    }),
  );
}

describe('buffers', () => {
  it('stand in the state behind the parameters of their module, counts as whole numbers', () => {
    const state = new StatefulNet().initialize(1).stateDict();
    expect([...state.keys()].slice(0, 6)).toEqual([
      'convolution.weight',
      'norm.weight',
      'norm.bias',
      'norm.running_mean',
      'norm.running_var',
      'norm.num_batches_tracked',
    ]);
    const files = float32Tensors(state);
    expect(files.get('norm.num_batches_tracked')).toEqual({ dtype: 'I64', shape: [], data: BigInt64Array.of(0n) });
    expect(files.get('norm.running_var')?.dtype).toBe('F32');
  });

  it('come back with the weights; counts may be missing, variances not be negative', () => {
    const model = new StatefulNet().initialize(1);
    const state = new Map(model.stateDict());
    state.delete('norm.num_batches_tracked');
    state.set('norm.running_mean', { shape: [4], data: Float32Array.of(1, 2, 3, 4) });
    model.loadStateDict(state);
    expect([...model.norm.running_mean.data]).toEqual([1, 2, 3, 4]);
    state.set('norm.running_var', { shape: [4], data: Float32Array.of(1, -2, 3, 4) });
    expect(() => model.loadStateDict(state)).toThrow(StateDictError);
    expect(() => model.loadStateDict(state)).toThrow('norm.running_var has numbers below 0');
    state.delete('norm.running_var');
    expect(() => model.loadStateDict(state)).toThrow('missing norm.running_var');
    model.initialize(2);
    expect([...model.norm.running_mean.data]).toEqual([0, 0, 0, 0]);
  });
});
