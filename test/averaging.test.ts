// Averaged weights: their numbers, that epochs are judged by them, that the model is given them, and that a resumed training
// goes on with them to the bit.
import { expect, it } from 'vitest';
import { decodeSafetensors } from '../src/formats/safetensors.ts';
import { averagingDecay, updatesPerAveraging } from '../src/training/averaging.ts';
import { encodeCheckpoint, modelTensors } from '../src/training/checkpoint.ts';
import type { EpochEvent, TrainingEvent } from '../src/training/events.ts';
import type { TrainingState } from '../src/training/training-state.ts';
import { relativeL2 } from './support/compare.ts';
import { describeEngines } from './support/engines.ts';
import { StatefulNet } from './support/small-nets.ts';
import { createTinyTrainer, type TinyTrainingOptions } from './support/tiny-training.ts';

const epochs = 3;
const emaDecay = 0.95;

async function train(options: TinyTrainingOptions, until: (event: TrainingEvent) => boolean = () => false) {
  const model = new StatefulNet();
  const states: TrainingState[] = [];
  const judged: EpochEvent[] = [];
  const stop = new AbortController();
  await using trainer = await createTinyTrainer(model, options);
  trainer.observe((event) => {
    if (event.kind === 'epoch') judged.push(event);
    if (until(event)) stop.abort();
  });
  trainer.keepCheckpoints({ everySteps: 1, save: (state) => void states.push(state) });
  await trainer.train(epochs - (options.resumeFrom?.history.length ?? 0), { signal: stop.signal });
  return { states, judged, model, last: states[states.length - 1] };
}

function ofKind({ tensors }: TrainingState, ...kinds: readonly string[]) {
  return [...tensors].filter(([, { kind }]) => kinds.includes(kind));
}

describeEngines('averaged weights', ({ name: engine, test }) => {
  test('are the mean that their decay says, of parameters and buffers', async () => {
    const { states, model, last } = await train({ engine, emaDecay });
    // There is a state behind each step, and one behind each epoch.
    const afterSteps = states.filter(({ position }) => position.step > 0);
    expect(afterSteps).toHaveLength(18);
    for (const [name] of ofKind(last, 'parameter', 'buffer')) {
      let expected: readonly number[] = [];
      afterSteps.forEach(({ tensors }, updatesBefore) => {
        const decay = averagingDecay(emaDecay, updatesBefore);
        if (decay === undefined) return;
        const values = Array.from(tensors.get(name)?.data ?? []);
        expected = values.map((value, at) => value + (decay === 0 ? 0 : decay * (expected[at] - value)));
      });
      const average = last.tensors.get(`average.${name}`);
      // A count has none.
      const kept = name === 'norm.num_batches_tracked' ? last.tensors.get(name) : average;
      if (kept === average) {
        expect(average?.kind).toBe('average');
        expect(relativeL2(average?.data ?? [], expected), name).toBeLessThan(1e-6);
      } else expect(average).toBeUndefined();
      expect(model.stateDict().get(name)?.data).toEqual(kept?.data);
    }
  });

  test('are what epochs are judged by, and what a file of the state means to others', async () => {
    const { judged, model, last } = await train({ engine, emaDecay });
    await using trainer = await createTinyTrainer(model, { engine });
    expect(await trainer.evaluate()).toEqual({ loss: judged.at(-1)?.testLoss, accuracy: judged.at(-1)?.testAccuracy });
    const tensors = modelTensors(decodeSafetensors(encodeCheckpoint({ state: last, configuration: {} }), 'state'));
    const held = model.stateDict();
    expect([...tensors.keys()].sort()).toEqual([...held.keys()].sort());
    for (const [name, { data }] of tensors) expect(data).toEqual(held.get(name)?.data);
    // The weights themselves go their own way.
    const { last: plain } = await train({ engine });
    expect(ofKind(plain, 'average')).toEqual([]);
    expect(ofKind(plain, 'parameter')).toEqual(ofKind(last, 'parameter'));
  });

  test('are the same to the bit after a stop, also before the first step and between two averagings', async () => {
    const whole = await train({ engine, emaDecay });
    for (const until of [
      ({ kind }: TrainingEvent) => kind === 'start',
      (event: TrainingEvent) => event.kind === 'step' && event.epoch === 2 && event.step === 2,
      (event: TrainingEvent) => event.kind === 'step' && event.epoch === 2 && event.step === 3,
    ]) {
      const first = await train({ engine, emaDecay }, until);
      expect(first.last.position.epoch).toBeLessThan(epochs);
      const second = await train({ engine, emaDecay, resumeFrom: first.last });
      const [resumed, uninterrupted] = [second, whole].map(({ last }) =>
        encodeCheckpoint({ state: last, configuration: {} }),
      );
      expect(resumed).toEqual(uninterrupted);
    }
  });

  test('go on with the decay that they had alone', async () => {
    const resumeFrom = (await train({ engine, emaDecay })).states[2];
    await expect(train({ engine, resumeFrom, emaDecay: 0.5 })).rejects.toThrow('emaDecay was 0.95 and is 0.5');
    await expect(train({ engine, resumeFrom })).rejects.toThrow('emaDecay was 0.95 and is none');
  });
});

it('averages begin as the weights, and forget what they began with', () => {
  const decays = Array.from({ length: 40 }, (_, averaging) => averagingDecay(0.999, averaging * updatesPerAveraging));
  expect(decays.slice(0, 2)).toEqual([0, 1 / 11]);
  expect(decays.at(-1)).toBe(39 / 49);
  expect(averagingDecay(0.999, 10_000 * updatesPerAveraging)).toBe(0.999 ** updatesPerAveraging);
  expect(averagingDecay(0.999, 1)).toBeUndefined();
});
