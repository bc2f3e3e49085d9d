import { describe, expect, it } from 'vitest';
import { AdamW } from '../../compile/optimizers/adam.ts';
import type { Optimizer } from '../../compile/optimizers/optimizer.ts';
import { SGD } from '../../compile/optimizers/sgd.ts';
import { trainingStep } from '../../compile/programs.ts';
import { graphInputs, isResident } from '../../graph/graph.ts';
import { GoogLeNet } from '../../models/googlenet.ts';
import { GoogLeNet as GoogLeNetBN } from '../../models/googlenet-bn.ts';
import { CrossEntropyLoss, type Module } from '../../nn/index.ts';
import { createModelStore } from '../../training/model-store.ts';
import { openEngine } from '../open-engine.ts';
import { flattenUpdates } from './flatten-updates.ts';
import { canWriteInPlace } from './in-place.ts';
import { ResidentValues } from './resident-values.ts';

/** The tensors lie as in a training. */
async function flattened(model: Module, optimizer: Optimizer) {
  const supervision = { model: model.initialize(0), loss: new CrossEntropyLoss(), imageShape: [2, 1, 96, 96] };
  const { compute, update } = trainingStep({ ...supervision, optimizer });
  await using engine = await openEngine('reference');
  const { tensors } = await createModelStore(engine, model, [update, compute]);
  const values = new ResidentValues(tensors);
  return { update, ...flattenUpdates(update, (name) => values.placeOf(name)) };
}

describe('an update program', () => {
  it.each([
    ['SGD', new GoogLeNet(), new SGD({ learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.1 }), 3 * 6],
    ['AdamW', new GoogLeNet(), new AdamW({ learningRate: 0.1 }), 4 * 6],
    [
      'SGD that decays no biases',
      new GoogLeNet(),
      new SGD({ learningRate: 0.1, weightDecay: 0.1, decayBiases: false }),
      2 * (6 + 1),
    ],
  ])('reads and writes many tensors at once: %s', async (_, model, optimizer, count) => {
    const { graph, spans } = await flattened(model, optimizer);
    const inputs = graphInputs(graph).filter(isResident);
    expect(inputs.map(({ attrs }) => attrs.name)).toEqual([...spans.keys()]);
    expect(inputs).toHaveLength(count);
    const lengths = [...spans.values()].map(({ length }) => length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2 ** 20);
    // Each element is in one of the pieces of its memory.
    for (const memory of new Set([...spans.values()].map((span) => span.memory))) {
      const pieces = [...spans.values()].filter((span) => span.memory === memory).sort((a, b) => a.offset - b.offset);
      pieces.slice(1).forEach(({ offset }, index) => {
        expect(offset).toBe(pieces[index].offset + pieces[index].length);
      });
    }
  });

  it('gives all buffers their next values', async () => {
    const { graph, update, spans } = await flattened(new GoogLeNetBN(), new SGD({ learningRate: 0.1 }));
    expect(graphInputs(update).filter(isResident).length).toBeGreaterThan(500);
    expect([...spans.keys()].filter((name) => name.includes('running_'))).toHaveLength(2);
    const elements = (role: string) =>
      graphInputs(graph).reduce((sum, { attrs, shape }) => sum + (attrs.role === role ? shape[0] : 0), 0);
    expect(elements('interim')).toBe(elements('parameter') + elements('buffer'));
  });

  it('writes every new value over the old one', async () => {
    const { graph } = await flattened(new GoogLeNet(), new AdamW({ learningRate: 0.1, weightDecay: 0.1 }));
    const written = graphInputs(graph).filter(({ attrs }) => graph.updates.has(attrs.name));
    const roles = Array.from({ length: 6 }, () => ['parameter', 'optimizer', 'optimizer']).flat();
    expect(written.map(({ attrs }) => attrs.role)).toEqual(roles);
    expect(written.every((input) => canWriteInPlace(graph, input))).toBe(true);
  });
});
