import { describe, expect, it } from 'vitest';
import { SGD, type SGDOptions } from '../compile/optimizers/sgd.ts';
import { trainingStep } from '../compile/programs.ts';
import { GoogLeNet } from '../models/googlenet.ts';
import { CrossEntropyLoss } from '../nn/index.ts';
import { findUpdates } from './updates.ts';

const model = new GoogLeNet();

function updatesOf(options: Omit<SGDOptions, 'learningRate'>) {
  const optimizer = new SGD({ learningRate: 0.1, ...options });
  const imageShape = [2, 1, 96, 96];
  return findUpdates(trainingStep({ model, loss: new CrossEntropyLoss(), optimizer, imageShape }).update);
}

describe('the updates of GoogLeNet', () => {
  it.each([
    ['plain', {}, 1],
    ['momentum', { momentum: 0.9 }, 2],
    ['Nesterov and weight decay', { momentum: 0.9, nesterov: true, weightDecay: 0.01 }, 2],
  ])('are one formula for all parameters: %s', (_, options, tensors) => {
    const bundles = updatesOf(options);
    expect(bundles).toHaveLength(116);
    expect(new Set(bundles.map(({ formula }) => formula)).size).toBe(1);
    for (const { residents, computed, scalars, results } of bundles) {
      // Besides what is updated, the gradient is read, the learning rate and the number that makes a mean of the gradients.
      expect([residents.length, results.length, computed.length, scalars.size]).toEqual([tensors + 1, tensors, 0, 2]);
      const [{ attrs }] = residents;
      const names = [...(tensors === 2 ? [`momentum.${attrs.name}`] : []), `gradient.${attrs.name}`];
      expect(residents.slice(1).map((resident) => resident.attrs.name)).toEqual(names);
    }
  });

  it('tell formulas apart', () => {
    const [plain] = updatesOf({});
    const [decayed] = updatesOf({ weightDecay: 0.1 });
    const [moreDecayed] = updatesOf({ weightDecay: 0.2 });
    expect(new Set([plain, decayed, moreDecayed].map(({ formula }) => formula)).size).toBe(3);
  });
});
