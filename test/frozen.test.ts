// Parameters that are not learned: they keep their bits, have no state, and no gradient is computed that only leads to them.
import { describe, expect, it } from 'vitest';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import { trainingStep } from '../src/compile/programs.ts';
import { GoogLeNet } from '../src/models/googlenet.ts';
import { CrossEntropyLoss } from '../src/nn/index.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../src/training/checkpoint.ts';
import type { TrainingState } from '../src/training/training-state.ts';
import { TinyNet } from './support/small-nets.ts';
import { createTinyTrainer } from './support/tiny-training.ts';

const gradientOps: ReadonlySet<string> = new Set(['conv2dInputGradient', 'conv2dWeightGradient']);

describe('frozen parameters', () => {
  it('take the gradients with them that only lead to theirs', () => {
    const stepOf = (model: GoogLeNet) => {
      const optimizer = new SGD({ learningRate: 0.1, momentum: 0.9 });
      return trainingStep({ model, loss: new CrossEntropyLoss(), optimizer, imageShape: [2, 1, 32, 32] });
    };
    const whole = stepOf(new GoogLeNet());
    const model = new GoogLeNet();
    for (const [name, parameter] of model.namedParameters()) parameter.requiresGrad = name.startsWith('model.21.');
    const head = stepOf(model);
    const gradients = ({ compute }: typeof whole) => compute.nodes.filter(({ op }) => gradientOps.has(op)).length;
    expect([...head.update.updates.keys()].sort()).toEqual(
      ['model.21.bias', 'model.21.weight', 'momentum.model.21.bias', 'momentum.model.21.weight'].sort(),
    );
    expect(whole.update.updates.size).toBe(2 * 116);
    expect([gradients(whole) > 100, gradients(head)]).toEqual([true, 0]);
  });

  it('keep their bits while the others learn, also in a training that goes on', async () => {
    const model = new TinyNet().initialize(1);
    const [[frozen, parameter]] = model.namedParameters();
    parameter.requiresGrad = false;
    const before = model.stateDict();
    const values = new Map([...before].map(([name, { data }]) => [name, [...data]]));
    let state: TrainingState | undefined;
    await using trainer = await createTinyTrainer(model, { engine: 'reference' });
    trainer.keepCheckpoints({
      save: (saved) => {
        state = decodeCheckpoint(encodeCheckpoint({ state: saved, configuration: {} }), 'a').state;
      },
    });
    await trainer.train(1);
    for (const [name, { data }] of model.stateDict()) {
      const isSame = data.every((value, index) => Object.is(value, values.get(name)?.[index]));
      expect(isSame, name).toBe(name === frozen);
    }
    if (state === undefined) throw new Error('nothing was saved');
    expect([state.facts.frozen, state.tensors.has(`momentum.${frozen}`)]).toEqual([frozen, false]);
    await using thawed = await createTinyTrainer(new TinyNet(), { engine: 'reference', resumeFrom: state });
    await expect(thawed.train(1)).rejects.toThrow(`frozen was ${frozen} and is none`);
  });
});
