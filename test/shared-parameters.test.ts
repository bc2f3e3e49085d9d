// A module or a parameter under several names is one, as in PyTorch: it is trained, kept and counted once, and a
// state_dict has it under each name.
import { describe, expect, it } from 'vitest';
import { predictDataset } from '../src/evaluation/predict-dataset.ts';
import { exportOnnx } from '../src/export/onnx-model.ts';
import { classificationReport, DataLoader, describeNetwork, nn, summarize } from '../src/index.ts';
import { fitWeights } from '../src/runs/fit-weights.ts';
import { encodeCheckpoint } from '../src/training/checkpoint.ts';
import type { TrainingState } from '../src/training/training-state.ts';
import { describeEngines } from './support/engines.ts';
import { SharingNet, TinyNet } from './support/small-nets.ts';
import { createTinyTrainer, tinyDataset } from './support/tiny-training.ts';

const own = ['offset', 'first.weight', 'first.bias', 'classifier.weight'];
const all = [
  ...['offset', 'first.weight', 'first.bias', 'again.weight', 'again.bias'],
  ...['layers.0.weight', 'layers.0.bias', 'classifier.weight', 'classifier.bias'],
];
const parameterCount = 9 + 1 + 48 + 3;

describe('shared parameters', () => {
  it('come once, under their first name; in a state_dict under every name', () => {
    const model = new SharingNet().initialize(0);
    expect([...model.namedParameters()].map(([name]) => name)).toEqual(own);
    expect([...model.namedParameters({ removeDuplicate: false })].map(([name]) => name)).toEqual(all);
    expect([...model.namedModules()].filter(([, module]) => module === model.first)).toEqual([['first', model.first]]);
    expect([...model.modules()]).toHaveLength(6);
    const state = model.stateDict();
    expect([...state.keys()]).toEqual(all);
    expect(state.get('layers.0.weight')?.data).toBe(state.get('first.weight')?.data);
  });

  it('are drawn by their first name', () => {
    const alone = Object.assign(new nn.Sequential(new nn.ReLU()), { first: new nn.Conv2d(1, 1, 3) }).initialize(7);
    expect(new SharingNet().initialize(7).first.weight.data).toEqual(alone.first.weight.data);
  });

  it('are loaded from any of their names; of several the last holds', () => {
    const model = new SharingNet().initialize(0);
    const given = new Map(new SharingNet().initialize(1).stateDict());
    const last = { shape: [1], data: Float32Array.of(42) };
    // In the model's order, whatever the order of the file.
    model.loadStateDict(new Map([['layers.0.bias', last], ...[...given].filter(([name]) => name !== 'layers.0.bias')]));
    expect(model.first.bias?.data).toEqual(last.data);

    const some = new Map([...given].filter(([name]) => !name.startsWith('first') && !name.startsWith('layers')));
    model.loadStateDict(some);
    expect(model.first.weight.data).toEqual(given.get('first.weight')?.data);
    const tensors = new Map([...some].map(([name, tensor]) => [name, { dtype: 'F32', ...tensor }] as const));
    fitWeights(model, tensors, 'file');
    tensors.delete('again.weight');
    expect(() => fitWeights(model, tensors, 'file')).toThrow('1 missing: first.weight');
  });

  it('are counted once', () => {
    expect(summarize(new SharingNet(), [1, 1, 4, 4]).totals.parameters).toBe(parameterCount);
    expect(describeNetwork(new SharingNet(), [1, 4, 4]).totals.parameters).toBe(parameterCount);
  });

  it('are one initializer of an ONNX model', () => {
    const { graph } = exportOnnx(new SharingNet().initialize(0), { imageShape: [1, 4, 4] });
    expect(graph.initializers.map(({ name }) => name)).toEqual(own);
  });

  it('end a model that holds itself with an error, not without end', () => {
    const model = new TinyNet();
    Object.assign(model.pool, { parent: model });
    expect(() => model.initialize(0)).toThrow('pool.parent: this TinyNet holds itself');
  });
});

describeEngines('a training with shared parameters', ({ name: engine, test }) => {
  test('trains all uses at once, keeps them once and goes on from there', async (opened) => {
    const train = async (model: SharingNet, epochs: number, resumeFrom?: TrainingState) => {
      const states: TrainingState[] = [];
      const options = { engine, ...(resumeFrom === undefined ? {} : { resumeFrom }) };
      await using trainer = await createTinyTrainer(model, options);
      trainer.keepCheckpoints({ save: (state) => void states.push(state) });
      let parameters = 0;
      trainer.observe((event) => {
        if (event.kind === 'start') parameters = event.parameterCount;
      });
      const history = await trainer.train(epochs);
      expect(parameters).toBe(parameterCount);
      return { history, states };
    };
    const model = new SharingNet().initialize(5);
    const before = model.first.weight.data;
    const { history, states } = await train(model, 3);
    expect(new Set(states[0].tensors.keys())).toEqual(new Set([...own, ...own.map((name) => `momentum.${name}`)]));
    expect(model.first.weight.data).not.toEqual(before);
    expect(history[2].trainLoss).toBeLessThan(history[0].trainLoss);

    // What the model holds is what the trainer tested.
    const loader = new DataLoader(tinyDataset('test', 9), { batchSize: 4, imageSize: 4, shuffle: false });
    const { loss } = classificationReport(await predictDataset(opened, model, loader));
    expect(loss).toBeCloseTo(Number(history[2].testLoss), 4);

    const resumed = await train(new SharingNet(), 2, states[0]);
    const encode = (state: TrainingState) => encodeCheckpoint({ state, configuration: {} });
    expect(encode(resumed.states[1])).toEqual(encode(states[2]));
  });
});
