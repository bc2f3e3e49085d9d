import { describe, expect, it } from 'vitest';
import { sizeOf } from '../graph/shape.ts';
import { GoogLeNet } from '../models/googlenet.ts';
import { LeNet } from '../models/lenet.ts';
import { chooseModel, createModel, modelNames, models } from '../models/model-table.ts';
import { CrossEntropyLoss, type Module } from '../nn/index.ts';
import { SGD } from './optimizers/sgd.ts';
import { overflowTest, rangeOfNumbers } from './overflow-watch.ts';
import { evaluationStep, prediction, trainingStep } from './programs.ts';

const imageSize = (model: Module) => (model instanceof LeNet ? 28 : 96);

/** The names of the outputs that are measures, all of one value. */
function measures(model: Module, value: number) {
  const graph = prediction(model, [2, 1, imageSize(model), imageSize(model)], [], { watch: true });
  return Object.fromEntries(
    [...graph.outputs.keys()].filter((name) => name !== 'logits').map((name) => [name, [value]]),
  );
}

function mayOverflow(model: Module, { parameters, image = 1, measured = 10 }: Readonly<Record<string, number>>) {
  const side = imageSize(model);
  const optimizer = new SGD({ learningRate: 0.1, momentum: 0.9 });
  const supervision = { model, loss: new CrossEntropyLoss(), optimizer, imageShape: [2, 1, side, side] };
  const test = overflowTest(trainingStep(supervision, { watch: true }).compute);
  const inputs = { images: { low: 0, high: image }, labels: { low: 0, high: 9 } };
  return test({ parameters, inputs, outputs: measures(model, measured) });
}

describe('the watch over overflows', () => {
  const model = new GoogLeNet();

  it('measures a few small tensors of GoogLeNet, less than a twentieth of its values', () => {
    const graph = prediction(model, [2, 1, 96, 96], [], { watch: true });
    const measured = [...graph.outputs]
      .filter(([name]) => name !== 'logits')
      .map(
        ([
          ,
          {
            inputs: [x],
          },
        ]) => x,
      );
    expect(measured.length).toBeGreaterThan(1);
    expect(measured.length).toBeLessThan(6);
    const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
    const computed = graph.nodes.filter(({ op }) => op !== 'input');
    expect(sum(measured.map(({ shape }) => sizeOf(shape)))).toBeLessThan(
      sum(computed.map(({ shape }) => sizeOf(shape))) / 20,
    );
  });

  it.each(modelNames)('can know of every step of %s that it is safe, in training with its auxiliary heads', (name) => {
    const { imageSize } = models[name];
    const network = createModel(chooseModel(name, { numClasses: 10, inChannels: 1 }), imageSize);
    const supervision = { model: network, loss: new CrossEntropyLoss(), imageShape: [2, 1, imageSize, imageSize] };
    const { compute } = trainingStep({ ...supervision, optimizer: new SGD({ learningRate: 0.1 }) }, { watch: true });
    for (const graph of [compute, evaluationStep(supervision, { watch: true })]) {
      const outputs = Object.fromEntries([...graph.outputs.keys()].map((output) => [output, [10]]));
      const inputs = { images: { low: 0, high: 1 }, labels: { low: 0, high: 9 } };
      expect(overflowTest(graph)({ parameters: 2, inputs, outputs }), graph.name).toBe(false);
    }
  });

  it('knows that usual weights and values are safe, and does not know it of very large ones', () => {
    expect(mayOverflow(model, { parameters: 1 })).toBe(false);
    expect(mayOverflow(model, { parameters: 20, measured: 1e4 })).toBe(false);
    for (const unknown of [{ parameters: 1e6 }, { parameters: 1, image: 1e30 }, { parameters: 1, measured: 1e30 }]) {
      expect(mayOverflow(model, unknown)).toBe(true);
    }
  });

  it('takes nothing for safe that is not a number', () => {
    for (const nan of [
      { parameters: Number.NaN },
      { parameters: 1, image: Number.NaN },
      { parameters: 1, measured: Number.NaN },
    ]) {
      expect(mayOverflow(model, nan)).toBe(true);
    }
    expect(rangeOfNumbers([1, NaN, -2])).toEqual({ low: NaN, high: NaN });
    expect(rangeOfNumbers([1, -2])).toEqual({ low: -2, high: 1 });
  });

  it('needs no measure where sigmoids keep values small', () => {
    expect(measures(new LeNet(), 1)).toEqual({});
    expect(mayOverflow(new LeNet(), { parameters: 1e20 })).toBe(false);
  });
});
