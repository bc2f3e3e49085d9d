// Several processes that train one network together: what one process with the same batches learns, to the rounding of
// sums; and how they end together. Here they are joined in memory, each with an engine of its own.
import { expect } from 'vitest';
import { averageName } from '../src/compile/averages.ts';
import { AdamW } from '../src/compile/optimizers/adam.ts';
import { localGroups } from '../src/distributed/local-group.ts';
import type { PendingSums, ProcessGroup } from '../src/distributed/process-group.ts';
import { CollectiveError } from '../src/errors/collective-error.ts';
import { DivergenceError } from '../src/errors/divergence-error.ts';
import * as nn from '../src/nn/index.ts';
import { CrossEntropyLoss } from '../src/nn/index.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../src/training/checkpoint.ts';
import type { EpochEvent, StartEvent, StepEvent, TrainingEvent } from '../src/training/events.ts';
import type { TrainingState } from '../src/training/training-state.ts';
import { relativeL2 } from './support/compare.ts';
import { describeEngines } from './support/engines.ts';
import { StatefulNet, TinyNet } from './support/small-nets.ts';
import { createTinyTrainer, type TinyTrainer, type TinyTrainingOptions } from './support/tiny-training.ts';

/** Half of what the classifier reads is dropped. */
class DroppingNet extends nn.Module {
  readonly convolution = new nn.Conv2d(1, 4, 3, { padding: 1 });
  readonly flatten = new nn.Flatten();
  readonly dropout = new nn.Dropout(0.5);
  readonly classifier = new nn.Linear(64, 3);

  forward(x: nn.Tensor): nn.Tensor {
    return this.classifier.call(this.dropout.call(this.flatten.call(this.convolution.call(x))));
  }
}

/** A normalisation without a weight, and two side by side behind another: sums that wait for sums, and that do not. */
class NormalisedNet extends nn.Module {
  readonly input = new nn.BatchNorm2d(1, { affine: false });
  readonly convolution = new nn.Conv2d(1, 4, 3, { padding: 1, bias: false });
  readonly first = new nn.BatchNorm2d(4);
  readonly left = new nn.BatchNorm2d(4, { eps: 0.01 });
  readonly right = new nn.Sequential(
    new nn.Conv2d(4, 4, 1, { bias: false }),
    new nn.BatchNorm2d(4, { momentum: 0.3 }),
    new nn.ReLU(),
  );
  readonly classifier = new nn.Sequential(new nn.Flatten(), new nn.Linear(128, 3));

  forward(x: nn.Tensor): nn.Tensor {
    const features = nn.functional.relu(this.first.call(this.convolution.call(this.input.call(x))));
    return this.classifier.call(nn.concat([this.left.call(features), this.right.call(features)]));
  }
}

/** Gradients of more than one piece. */
class WideNet extends nn.Module {
  readonly layers = new nn.Sequential(
    new nn.Flatten(),
    new nn.Linear(16, 4),
    new nn.ReLU(),
    new nn.Linear(4, 100_000),
    new nn.ReLU(),
    new nn.Linear(100_000, 8),
    new nn.Linear(8, 3),
  );

  forward(x: nn.Tensor): nn.Tensor {
    return this.layers.call(x);
  }
}

interface RankOptions extends TinyTrainingOptions {
  readonly epochs?: number;
  readonly model?: () => nn.Module;
  readonly observe?: (event: TrainingEvent, stop: AbortController, trainer: TinyTrainer) => void;
}

/** What one rank saw. */
interface Course {
  readonly starts: readonly StartEvent[];
  readonly steps: readonly StepEvent[];
  readonly epochs: readonly EpochEvent[];
  readonly states: readonly TrainingState[];
  readonly error: unknown;
}

async function trainOne({
  epochs = 2,
  model = () => new TinyNet(),
  observe,
  ...options
}: RankOptions): Promise<Course> {
  const events: TrainingEvent[] = [];
  const states: TrainingState[] = [];
  const stop = new AbortController();
  let error: unknown;
  await using trainer = await createTinyTrainer(model(), options);
  trainer.observe((event) => {
    events.push(event);
    observe?.(event, stop, trainer);
  });
  trainer.keepCheckpoints({ save: (state) => void states.push(state) });
  try {
    await trainer.train(epochs - (options.resumeFrom?.history.length ?? 0), { signal: stop.signal });
  } catch (caught) {
    error = caught;
  }
  // As whoever opened the group does.
  await options.group?.close().catch(() => {});
  const ofKind = <Kind extends TrainingEvent['kind']>(kind: Kind) =>
    events.filter((event): event is Extract<TrainingEvent, { kind: Kind }> => event.kind === kind);
  return { starts: ofKind('start'), steps: ofKind('step'), epochs: ofKind('epoch'), states, error };
}

/** On hosts of their own, ranks send each other gradients while they compute. */
const apart = ['here', 'there', 'yonder'];

/** @param of what a rank has of its own */
function trainTogether(
  size: number,
  { hosts, ...options }: RankOptions & { readonly hosts?: readonly string[] },
  of: (rank: number, group: ProcessGroup) => Partial<RankOptions> = () => ({}),
): Promise<readonly Course[]> {
  const groups = localGroups(size, { timeout: 60_000, ...(hosts && { hosts: hosts.slice(0, size) }) });
  return Promise.all(groups.map((group) => trainOne({ ...options, group, ...of(group.rank, group) })));
}

/** The last state of rank 0, as the bytes of its checkpoint. */
function bytesOf({ states }: Course): Uint8Array {
  return encodeCheckpoint({ state: states[states.length - 1], configuration: {} });
}

describeEngines('ranks that train together', ({ name: engine, test }) => {
  const cases: Readonly<Record<string, Partial<RankOptions>>> = {
    'of SGD with momentum, the last batch of 3': { trainImages: 35, batchSize: 8, epochs: 2 },
    'whose last batch has fewer images than there are ranks': { trainImages: 25, batchSize: 8 },
    'of AdamW, with clipping and label smoothing': {
      optimizer: new AdamW({ learningRate: 0.01, epsilon: 1e-3 }),
      loss: new CrossEntropyLoss({ classWeights: [1, 2.5, 0.25], labelSmoothing: 0.1 }),
      clipNorm: 0.2,
      batchSize: 8,
    },
    'of steps of two batches': { accumulate: 2, trainImages: 21, batchSize: 4 },
    'with dropped values': { model: () => new DroppingNet(), batchSize: 8, trainImages: 35 },
    'with statistics of the images of all': {
      model: () => new NormalisedNet(),
      syncBatchNorm: true,
      batchSize: 8,
      trainImages: 35,
    },
    'with statistics of a last batch that not all have images of': {
      model: () => new NormalisedNet(),
      syncBatchNorm: true,
      batchSize: 8,
      trainImages: 25,
      accumulate: 2,
      epochs: 4,
    },
    'with averaged weights': { emaDecay: 0.9, batchSize: 8, trainImages: 35 },
  };
  for (const [name, options] of Object.entries(cases))
    for (const size of [2, 3])
      test(`${size} of them have the losses of one: ${name}`, async () => {
        const alone = await trainOne({ engine, ...options });
        const together = await trainTogether(size, { engine, ...options });
        expect(together.map(({ error }) => error)).toEqual(new Array(size).fill(undefined));
        expect(alone.steps.length).toBeGreaterThanOrEqual(6);
        for (const { steps, epochs } of together) {
          expect(steps).toHaveLength(alone.steps.length);
          for (const [index, { images, accuracy, loss, learningRate }] of alone.steps.entries()) {
            expect(steps[index]).toMatchObject({ images, accuracy, learningRate });
            expect(Math.abs(steps[index].loss / loss - 1)).toBeLessThan(1e-5);
            expect(steps[index].ranks?.seconds).toHaveLength(size);
          }
          for (const [index, { testLoss = 0, testAccuracy }] of alone.epochs.entries()) {
            expect(epochs[index].testAccuracy).toBe(testAccuracy);
            expect(Math.abs((epochs[index].testLoss ?? 0) / testLoss - 1)).toBeLessThan(1e-5);
          }
        }
        const [first, ...others] = together.map(({ states }) => states[states.length - 1].tensors);
        for (const [tensor, { data }] of alone.states[alone.states.length - 1].tensors)
          expect(relativeL2(first.get(tensor)?.data ?? [], data), tensor).toBeLessThan(1e-5);
        for (const tensors of others) expect(tensors).toEqual(first);
        const [farApart] = await trainTogether(size, { engine, ...options, hosts: apart });
        expect(bytesOf(farApart)).toEqual(bytesOf(together[0]));
      });

  test('go on to the bit with as many of them, from the middle of an epoch', async () => {
    const options = { engine, batchSize: 8, trainImages: 35, model: () => new DroppingNet() };
    const [whole] = await trainTogether(2, options);
    const stopped = await trainTogether(2, options, (rank) => ({
      // Rank 1 alone has the signal.
      observe: ({ kind }, stop) => {
        if (rank === 1 && kind === 'step') stop.abort();
      },
    }));
    expect(stopped.map(({ steps }) => steps.length)).toEqual([2, 2]);
    const { state } = decodeCheckpoint(bytesOf(stopped[0]), 'checkpoint');
    expect(state.position).toEqual({ epoch: 1, step: 2 });
    expect(state.facts.ranks).toBe(2);
    const [resumed] = await trainTogether(2, { ...options, resumeFrom: state });
    expect(resumed.error).toBeUndefined();
    expect(bytesOf(resumed)).toEqual(bytesOf(whole));

    const three = await trainTogether(3, { ...options, resumeFrom: state });
    expect(three[0].starts[0].changes).toEqual([{ fact: 'ranks', before: '2', now: '3' }]);
    const alone = await trainOne({ ...options, resumeFrom: state });
    expect(alone.starts[0].changes).toEqual([{ fact: 'ranks', before: '2', now: '1' }]);
    for (const { states } of [three[0], alone])
      for (const [name, { data }] of states[states.length - 1].tensors)
        expect(relativeL2(data, whole.states[whole.states.length - 1].tensors.get(name)?.data ?? [])).toBeLessThan(
          1e-5,
        );
  });

  test('have running statistics that are the mean of theirs', async () => {
    const options = { engine, model: () => new StatefulNet(), batchSize: 8, trainImages: 24, emaDecay: 0.9, epochs: 1 };
    const courses = await trainTogether(2, options);
    const [first, second] = courses.map(({ states }) => states[states.length - 1].tensors);
    expect(second).toEqual(first);
    const counted = first.get('norm.num_batches_tracked')?.data;
    expect(counted).toEqual(Float32Array.of(3));
    expect(first.get('norm.running_mean')?.data.some((value) => value !== 0)).toBe(true);
    expect(first.has(averageName('norm.running_mean'))).toBe(true);
  });

  test('begin with the weights of rank 0', async () => {
    const options = { engine, batchSize: 8, epochs: 1 };
    const [alone, other] = await Promise.all([trainOne({ ...options, seed: 5 }), trainOne({ ...options, seed: 5 })]);
    expect(bytesOf(other)).toEqual(bytesOf(alone));
    const courses = await trainTogether(2, options, (rank) => ({
      model: () => {
        const model = new TinyNet();
        model.initialize(rank + 5);
        return model;
      },
    }));
    const [first, second] = courses.map(({ states }) => states[states.length - 1].tensors);
    expect(second).toEqual(first);
    for (const [name, { data }] of alone.states[alone.states.length - 1].tensors)
      expect(relativeL2(first.get(name)?.data ?? [], data), name).toBeLessThan(1e-5);
  });

  test('send gradients on their way while the first layers are computed, where these are on other hosts', async () => {
    const calls: string[] = [];
    const options = { engine, model: () => new WideNet(), batchSize: 8, trainImages: 8, epochs: 1, hosts: apart };
    const courses = await trainTogether(2, options, (rank, group) => ({
      group: rank === 0 ? reportingSums(group, (call) => calls.push(call)) : group,
    }));
    expect(courses.map(({ error }) => error)).toEqual([undefined, undefined]);
    const order = calls.join(' ');
    // Between two pieces, and not only behind the last layers'.
    expect(order).toMatch(engine === 'onednn' ? /^(moveOn )+add (moveOn )+add .*finish$/ : /^(add )+finish$/);
  });

  for (const [where, hosts] of [
    ['on one host', ['local', 'local', 'local']],
    ['on several', apart],
  ] as const) {
    test(`end with the message of the one that fails, and keep the step that all had: ${where}`, async () => {
      const courses = await trainTogether(3, { engine, batchSize: 8, trainImages: 35, hosts }, (rank) => ({
        observe: (event) => {
          if (rank === 1 && event.kind === 'step' && event.step === 3) throw new Error('the cat pulled the plug');
        },
      }));
      const [first, failing, third] = courses;
      expect(failing.error).toMatchObject({ message: 'the cat pulled the plug' });
      for (const { error } of [first, third]) {
        expect(error).toBeInstanceOf(CollectiveError);
        expect(error).toMatchObject({ ranks: [1], problem: 'failed' });
        expect(String(error)).toContain(`rank 1 (${hosts[1]}) failed: the cat pulled the plug`);
      }
      expect(first.states.at(-1)?.position).toEqual({ epoch: 1, step: 3 });
    });

    test(`all of them end when the numbers of one are no longer finite: ${where}`, async () => {
      const courses = await trainTogether(2, { engine, batchSize: 8, learningRate: 1e30, hosts });
      expect(courses.some(({ error }) => error instanceof DivergenceError)).toBe(true);
      for (const { error } of courses) {
        expect(error).toBeDefined();
        expect(String(error)).toMatch(/is NaN|is Infinity|not finite/);
      }
    });
  }

  test('say which of them has other weights', async () => {
    const courses = await trainTogether(3, { engine, batchSize: 8, checkEvery: 2 }, (rank, group) => ({
      // What its memory returns is not what was added up.
      group: rank === 1 ? alteredAt(group, 3) : group,
    }));
    for (const { error } of courses) {
      expect(error).toMatchObject({ ranks: [1], problem: 'mismatch' });
      expect(String(error)).toMatch(/epoch 2, step 1: the weights of rank 1 \(local\) are not those of the others: /);
    }
  });

  test('are refused where they do not train the same', async () => {
    const courses = await trainTogether(3, { engine, batchSize: 8 }, (rank) =>
      rank === 2 ? { clipNorm: 2, trainImages: 22 } : {},
    );
    for (const { error } of courses) {
      expect(error).toMatchObject({ ranks: [2], problem: 'mismatch' });
      expect(String(error)).toContain('the processes do not train the same: ');
      expect(String(error)).toContain('clipNorm is 2 on rank 2 (local) and not given on rank 0');
    }
    const [small] = await trainTogether(3, { engine, batchSize: 2 }).catch((error: unknown) => [error]);
    expect(String(small)).toContain('trainData has batches of 2 images, fewer than the 3 processes');
  });
});

/** @param count of the sums of gradients whose result is changed */
function alteredAt(group: ProcessGroup, count: number): ProcessGroup {
  let begun = 0;
  return withSums(group, (sums) => {
    const added: Float32Array[] = [];
    const isAltered = ++begun === count;
    return {
      ...sums,
      add(values) {
        added.push(values);
        sums.add(values);
      },
      async finish() {
        await sums.finish();
        if (isAltered) added[0][0] += 1;
      },
    };
  });
}

function reportingSums(group: ProcessGroup, report: (call: string) => void): ProcessGroup {
  return withSums(group, (sums) => ({
    add(values) {
      report('add');
      sums.add(values);
    },
    moveOn() {
      report('moveOn');
      sums.moveOn();
    },
    finish() {
      report('finish');
      return sums.finish();
    },
  }));
}

function withSums(group: ProcessGroup, change: (sums: PendingSums) => PendingSums): ProcessGroup {
  return new Proxy(group, {
    get(target, key) {
      if (key === 'beginSums') return async () => change(await target.beginSums());
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
