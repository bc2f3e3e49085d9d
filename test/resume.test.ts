// A training that is stopped and resumed, in the middle of an epoch or wherever, ends with the bytes of one that was not.
import { describe, expect, it } from 'vitest';
import { GoogLeNet } from '../src/models/googlenet.ts';
import type { Module } from '../src/nn/module.ts';
import { encodeCheckpoint } from '../src/training/checkpoint.ts';
import type { TrainingEvent } from '../src/training/events.ts';
import type { TrainingState } from '../src/training/training-state.ts';
import { describeEngines } from './support/engines.ts';
import { StatefulNet, TinyNet } from './support/small-nets.ts';
import { createTinyTrainer, type TinyTrainingOptions, tinyStepsPerEpoch } from './support/tiny-training.ts';

const epochs = 3;

interface Trained {
  /** All that were handed out, encoded. */
  readonly checkpoints: readonly Uint8Array[];
  readonly state: TrainingState;
  readonly events: readonly TrainingEvent[];
}

async function train(
  options: TinyTrainingOptions,
  {
    until = () => false,
    total = epochs,
    model = new TinyNet(),
  }: { until?: (event: TrainingEvent) => boolean; total?: number; model?: Module } = {},
): Promise<Trained> {
  const events: TrainingEvent[] = [];
  const states: TrainingState[] = [];
  const stop = new AbortController();
  await using trainer = await createTinyTrainer(model, options);
  trainer.observe((event) => {
    events.push(event);
    if (until(event)) stop.abort();
  });
  trainer.keepCheckpoints({ save: (state) => void states.push(state) });
  await trainer.train(total - (options.resumeFrom?.history.length ?? 0), { signal: stop.signal });
  const checkpoints = states.map((state) => encodeCheckpoint({ state, configuration: {} }));
  return { checkpoints, state: states[states.length - 1], events };
}

/** The numbers that an observer writes down, without times. */
function metricsOf(events: readonly TrainingEvent[]): readonly object[] {
  return events
    .filter(({ kind }) => kind === 'step' || kind === 'epoch')
    .map((event) => ({ ...event, imagesPerSecond: 0, seconds: 0 }));
}

describeEngines('a resumed training', ({ name: engine, test }) => {
  const stops: Readonly<Record<string, (event: TrainingEvent) => boolean>> = {
    'after the first step': (event) => event.kind === 'step' && event.epoch === 1 && event.step === 1,
    'in the middle of an epoch': (event) => event.kind === 'step' && event.epoch === 2 && event.step === 3,
    'after the last step of an epoch': (event) => event.kind === 'step' && event.step === tinyStepsPerEpoch,
    'during the evaluation': (event) => event.kind === 'evaluationStep' && event.epoch === 2 && event.step === 1,
    'at the boundary of two epochs': (event) => event.kind === 'epoch' && event.epoch === 1,
  };
  for (const [name, until] of Object.entries(stops)) {
    test(`${name} is the same to the bit`, async () => {
      const whole = await train({ engine });
      const first = await train({ engine }, { until });
      expect(first.events.at(-1)).toMatchObject({ kind: 'end', outcome: 'stopped' });
      const second = await train({ engine, resumeFrom: first.state });
      expect(second.checkpoints.at(-1)).toEqual(whole.checkpoints.at(-1));
      expect(metricsOf([...first.events, ...second.events])).toEqual(metricsOf(whole.events));
    });
  }

  test('that is stopped twice in a row is the same to the bit', async () => {
    const whole = await train({ engine });
    const stopAt = (wanted: number) => (event: TrainingEvent) => event.kind === 'step' && event.step === wanted;
    const first = await train({ engine }, { until: stopAt(2) });
    const second = await train({ engine, resumeFrom: first.state }, { until: stopAt(3) });
    expect(metricsOf(second.events)).toHaveLength(1);
    const third = await train({ engine, resumeFrom: second.state }, { until: stopAt(5) });
    const last = await train({ engine, resumeFrom: third.state });
    expect(last.checkpoints.at(-1)).toEqual(whole.checkpoints.at(-1));
  });

  test('with running statistics, dropped values and a second head is the same to the bit', async () => {
    const run = (options: Partial<TinyTrainingOptions>, until?: (event: TrainingEvent) => boolean) =>
      train({ engine, ...options }, { model: new StatefulNet(), ...(until === undefined ? {} : { until }) });
    const whole = await run({});
    const first = await run({}, (event) => event.kind === 'step' && event.epoch === 2 && event.step === 3);
    const second = await run({ resumeFrom: first.state });
    expect(second.checkpoints.at(-1)).toEqual(whole.checkpoints.at(-1));
    expect(whole.state.tensors.get('norm.num_batches_tracked')).toMatchObject({
      kind: 'buffer',
      data: Float32Array.of(18),
    });
  });

  test('of the same seed gives the same bytes, of another one others', async () => {
    const [first, again] = [await train({ engine }), await train({ engine })];
    expect(again.checkpoints).toEqual(first.checkpoints);
    expect(first.checkpoints).toHaveLength(epochs);
    const other = await train({ engine, seed: 6 });
    expect(other.state.tensors.get('classifier.weight')).not.toEqual(first.state.tensors.get('classifier.weight'));
  });
});

describeEngines('a resumed training on two threads', ({ name: engine, test }) => {
  // The oracle has one thread, and would take minutes for the real network.
  const isOracle = engine === 'reference';
  const threads = isOracle ? 1 : 2;
  test(isOracle ? 'is the same to the bit' : 'of GoogLeNet is the same to the bit', async () => {
    // Two steps of one size and one to test, so that few programs are compiled.
    const options = {
      engine,
      threads,
      imageSize: isOracle ? 4 : 24,
      learningRate: 0.01,
      trainImages: 8,
      testImages: 4,
    } as const;
    const run = (more: Partial<TinyTrainingOptions>, until: (event: TrainingEvent) => boolean = () => false) =>
      train({ ...options, ...more }, { model: isOracle ? new TinyNet() : new GoogLeNet(), total: 1, until });
    const whole = await run({});
    const first = await run({}, (event) => event.kind === 'step' && event.step === 1);
    const second = await run({ resumeFrom: first.state });
    expect(second.events[0]).toMatchObject({ engine: { threads }, changes: [] });
    const [resumed, uninterrupted] = [second, whole].map(({ checkpoints }) => Buffer.from(checkpoints.at(-1) ?? []));
    // 48 MB: `toEqual` would look at each byte by itself.
    expect(resumed.length).toBeGreaterThan(isOracle ? 0 : 40e6);
    expect(resumed.equals(uninterrupted)).toBe(true);
  });
});

describe('a training that goes on from a state', () => {
  const engine = 'reference';

  it('goes further than it was to go', async () => {
    const short = await train({ engine }, { total: 1 });
    const { events } = await train({ engine, resumeFrom: short.state }, { total: 2 });
    expect(events[0]).toMatchObject({ kind: 'start', epochs: 2, position: { epoch: 2, step: 0 } });
    expect(events.at(-1)).toMatchObject({ outcome: 'completed', epochs: 1 });
  });

  it('ends early where an uninterrupted one does', async () => {
    const options = { engine, earlyStopping: 1, learningRate: 1e-9 } as const;
    const whole = await train(options, { total: 20 });
    expect(whole.events.at(-1)).toMatchObject({ outcome: 'stoppedEarly' });
    const first = await train(options, { total: 20, until: (event) => event.kind === 'step' && event.step === 4 });
    const second = await train({ ...options, resumeFrom: first.state }, { total: 20 });
    expect(second.checkpoints.at(-1)).toEqual(whole.checkpoints.at(-1));
    await using trainer = await createTinyTrainer(new TinyNet(), { ...options, resumeFrom: second.state });
    expect(await trainer.train(1)).toEqual([]);
  });

  it('keeps the number of threads unless another is given, and tells that', async () => {
    const { state } = await train({ engine: 'onnxruntime', threads: 2 }, { total: 1 });
    expect(state.facts.threads).toBe(2);
    const resume = async (options: Partial<TinyTrainingOptions>) => {
      const { events, state: after } = await train({ engine: 'auto', resumeFrom: state, ...options }, { total: 2 });
      return [events[0], after.facts];
    };
    expect(await resume({})).toMatchObject([{ changes: [] }, { engine: 'onnxruntime', threads: 2 }]);
    const fewer = { fact: 'threads', before: '2', now: '1' };
    expect(await resume({ threads: 1 })).toMatchObject([{ changes: [fewer] }, { threads: 1 }]);
    // Saved by a version that did not record it.
    const old = { ...state, facts: { ...state.facts, threads: undefined } };
    expect(await resume({ resumeFrom: old, threads: 1 })).toMatchObject([{ changes: [] }, { threads: 1 }]);
  });

  it('changes the engine where that is allowed, and tells it', async () => {
    const { state } = await train({ engine: 'onnxruntime' }, { total: 1 });
    const options = { engine: 'reference', resumeFrom: state } as const;
    await expect(train(options)).rejects.toThrow('engine was onnxruntime and is reference');
    const { events } = await train({ ...options, allowEngineChange: true }, { total: 2 });
    expect(events[0]).toMatchObject({ changes: [{ fact: 'engine', before: 'onnxruntime', now: 'reference' }] });

    // One that no machine has.
    const lost = { ...state, facts: { ...state.facts, engine: 'onednn' } };
    const elsewhere = { engine: 'auto', resumeFrom: lost, onednn: '/nowhere/libdnnl.so' } as const;
    await expect(train(elsewhere)).rejects.toThrow(/ran on onednn, which this machine lacks · hint: .*allow another/);
  });

  it('refuses the state of another one, saying what differs', async () => {
    const { state } = await train({ engine }, { total: 1 });
    await expect(train({ engine, resumeFrom: state, seed: 6 })).rejects.toThrow('seed was 5 and is 6');
    const otherFacts = { ...state, facts: { ...state.facts, trainData: 'other', engine: 'onnxruntime' } };
    await expect(train({ engine, resumeFrom: otherFacts })).rejects.toThrow(
      'engine was onnxruntime and is reference; trainData was other and is train',
    );
    const withoutMomentum = new Map([...state.tensors].filter(([name]) => !name.startsWith('momentum.')));
    await expect(train({ engine, resumeFrom: { ...state, tensors: withoutMomentum } })).rejects.toThrow(
      'momentum.convolution.weight [2,1,3,3] is missing',
    );
  });
});
