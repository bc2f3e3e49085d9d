// Each optimizer against ten steps of PyTorch's on the same gradients (test/fixtures/optimizers), on every engine.
import { describe, expect, it } from 'vitest';
import { gradientName } from '../src/compile/gradient.ts';
import { Adam, AdamW } from '../src/compile/optimizers/adam.ts';
import type { Optimizer } from '../src/compile/optimizers/optimizer.ts';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import { updateGraph, updateInputs } from '../src/compile/update-graph.ts';
import type { Engine, ResidentTensor } from '../src/engines/engine.ts';
import { type Graph, graphInputs } from '../src/graph/graph.ts';
import type { ResidentKind } from '../src/graph/op-attrs.ts';
import { LeNet } from '../src/models/lenet.ts';
import { describeEngines } from './support/engines.ts';
import { recordedUpdates } from './support/optimizer-fixtures.ts';
import { TinyNet } from './support/small-nets.ts';
import { createTinyTrainer } from './support/tiny-training.ts';

const { start, gradients, optimizers: recorded } = recordedUpdates;
const parameters = [
  { name: 'weight', shape: [3, 4] },
  { name: 'bias', shape: [4] },
];
const groups = [{ names: ['bi?s'], learningRateFactor: 2, weightDecay: 0 }];

const optimizers: Readonly<Record<string, Optimizer>> = {
  sgd: new SGD({ learningRate: 0.1 }),
  nesterov: new SGD({ learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.05 }),
  adam: new Adam(),
  'adam decayed': new Adam({ learningRate: 0.02, weightDecay: 0.05 }),
  'adam other betas': new Adam({ learningRate: 0.02, betas: [0.8, 0.95], epsilon: 0.01 }),
  adamw: new AdamW(),
  'adamw decayed': new AdamW({ learningRate: 0.02, weightDecay: 0.5 }),
  'adamw undecayed': new AdamW({ learningRate: 0.02, weightDecay: 0 }),
  'sgd in groups': new SGD({ learningRate: 0.1, momentum: 0.9, weightDecay: 0.05, groups }),
  'adamw in groups': new AdamW({
    learningRate: 0.02,
    weightDecay: 0.5,
    // The second group would fit too, but the first holds; what it does not say follows from the axes.
    groups: [{ names: ['bias'], learningRateFactor: 2 }, { names: ['*'] }],
    decayBiases: false,
  }),
};

/** Steps after which the values were recorded. */
const checked = [1, 2, gradients.length];

/** Values after these steps. */
async function run(engine: Engine, optimizer: Optimizer) {
  const graph = updateGraph(parameters, [], optimizer);
  await using store = await engine.createStore(residentsOf(graph));
  for (const { name } of parameters) await store.write(name, Float32Array.from(start[name]));
  const program = await engine.compile(graph, store);
  const after: Record<string, Float32Array>[] = [];
  for (const [step, ofStep] of gradients.entries()) {
    // Sums over a batch of four.
    for (const { name } of parameters) {
      await store.write(
        gradientName(name),
        Float32Array.from(ofStep[name], (value) => 4 * value),
      );
    }
    const numbers = { learningRate: optimizer.learningRate, gradientScale: 0.25, update: step + 1 };
    await program.run(updateInputs(graph, optimizer, numbers));
    const values = await Promise.all(parameters.map(async ({ name }) => [name, await store.read(name)] as const));
    if (checked.includes(step + 1)) after.push(Object.fromEntries(values));
  }
  return after;
}

function residentsOf(graph: Graph): readonly ResidentTensor[] {
  return graphInputs(graph)
    .filter(({ attrs }) => attrs.role !== 'hyperparameter')
    .map(({ attrs: { name, role, like }, shape }) => {
      return { name, shape, kind: role as ResidentKind, ...(like === undefined ? {} : { like }) };
    });
}

describeEngines('an optimizer', ({ name: engineName, test }) => {
  for (const { name, after } of recorded) {
    test(`moves parameters as PyTorch's: ${name}`, async (engine) => {
      const values = await run(engine, optimizers[name]);
      expect(values).toHaveLength(after.length);
      for (const [index, expected] of after.entries()) {
        for (const { name: parameter } of parameters) {
          const distance = Math.hypot(
            ...values[index][parameter].map((value, element) => value - expected[parameter][element]),
          );
          // Twelve numbers below 2, each rounded by up to 1.2e-7: when they are read, or in each step. Adam's first step is 1e-3 each.
          const roundings = engineName === 'reference' ? 1 : 1 + checked[index];
          expect(distance, `${parameter} after step ${checked[index]}`).toBeLessThan(5e-7 * roundings);
        }
      }
    });
  }

  test('of other settings does not go on from a state', async () => {
    const options = { engine: engineName, optimizer: new Adam({ learningRate: 0.1 }), clipNorm: 1 };
    await using first = await createTinyTrainer(new TinyNet(), options);
    const states: Parameters<Parameters<typeof first.keepCheckpoints>[0]['save']>[0][] = [];
    first.keepCheckpoints({ save: (state) => void states.push(state) });
    await first.train(1);
    const resume = async (changed: Partial<Parameters<typeof createTinyTrainer>[1]>) => {
      await using trainer = await createTinyTrainer(new TinyNet(), { ...options, resumeFrom: states[0], ...changed });
      await trainer.train(1);
    };
    await expect(resume({ optimizer: new Adam({ betas: [0.9, 0.99] }) })).rejects.toThrow(
      /betas=\[0\.9,0\.999\].*betas=\[0\.9,0\.99\]/,
    );
    await expect(resume({ optimizer: new AdamW() })).rejects.toThrow(/optimizer was Adam\(.*is AdamW\(/);
    await expect(resume({ clipNorm: 2 })).rejects.toThrow('clipNorm was 1 and is 2');
    await expect(resume({ accumulate: 2 })).rejects.toThrow('accumulate was none and is 2');
    // The learning rate is the schedule's.
    await resume({ optimizer: new Adam({ learningRate: 0.01 }) });
  });
});

describe('groups of parameters', () => {
  const names = (optimizer: Optimizer) => {
    const learned = [...new LeNet().namedParameters()].map(([name, { shape }]) => ({ name, shape }));
    return [...updateGraph(learned, [], optimizer).updates.keys()];
  };

  it('come one behind the other, those that are treated alike together', () => {
    const all = [...new LeNet().namedParameters()].map(([name]) => name);
    expect(names(new SGD({ learningRate: 1 }))).toEqual(all);
    const [weights, biases] = ['.weight', '.bias'].map((end) => all.filter((name) => name.endsWith(end)));
    expect(names(new SGD({ learningRate: 1, decayBiases: false }))).toEqual([...weights, ...biases]);
    // Two groups with equal settings count as one.
    const twice = ['*.weight', '*.bias'].map((pattern) => ({ names: [pattern], weightDecay: 0.1 }));
    expect(names(new SGD({ learningRate: 1, groups: twice }))).toEqual(all);
  });

  it('that fit nothing are refused, by the pattern, when the trainer is made', async () => {
    const misspelt = [{ names: ['*.bias', 'clasifier.*'], weightDecay: 0 }];
    const optimizer = new SGD({ learningRate: 1, groups: misspelt });
    await expect(createTinyTrainer(new TinyNet(), { engine: 'reference', optimizer })).rejects.toThrow(
      "optimizer.groups: 'clasifier.*' fits no parameter · hint: the names go from convolution.weight to classifier.bias",
    );
    expect(() => new SGD({ learningRate: 1, groups: [{ names: ['[9-0]'] }] })).toThrow("'[9-0]' is no pattern");
  });
});
