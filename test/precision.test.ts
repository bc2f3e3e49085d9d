// Training in bf16 on oneDNN, where the processor has it: near enough to float32, and the same bytes each time, whatever another
// trial of the primitives would have chosen.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradientName } from '../src/compile/gradient.ts';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import { gradientStep, trainingStep } from '../src/compile/programs.ts';
import { DataLoader } from '../src/data/loader.ts';
import type { Engine } from '../src/engines/engine.ts';
import { ChoicesFile } from '../src/engines/onednn/choices-file.ts';
import { openOneDnnEngine } from '../src/engines/onednn/onednn-engine.ts';
import { StorageChoices } from '../src/engines/onednn/storage-choices.ts';
import { openEngine } from '../src/engines/open-engine.ts';
import { OptionError } from '../src/errors/option-error.ts';
import { createModel } from '../src/models/model-table.ts';
import { CrossEntropyLoss } from '../src/nn/index.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../src/training/checkpoint.ts';
import { createModelStore } from '../src/training/model-store.ts';
import { Trainer } from '../src/training/trainer.ts';
import type { TrainingState } from '../src/training/training-state.ts';
import { temporaryFolder } from './cli/context.ts';
import { enginesUnderTest, oneDnnPath } from './support/engines.ts';
import {
  drawRecordedState,
  readNetworkRecordings,
  recordedBatchSize,
  recordedMasks,
  recordedPictures,
} from './support/network-recordings.ts';
import { CompiledStep, createStepStore } from './support/run-step.ts';
import { StatefulNet } from './support/small-nets.ts';
import { tinyDataset } from './support/tiny-training.ts';
import { withReason } from './support/unless.ts';

const path = oneDnnPath === undefined ? {} : { path: oneDnnPath };
const unavailable = enginesUnderTest.onednn.unavailable ?? whyThereIsNone();

function openBf16(folder?: string): Engine {
  return openOneDnnEngine({ ...path, folder, threads: 1, precision: 'bf16' });
}

function whyThereIsNone(): string | undefined {
  try {
    void openBf16().close();
    return undefined;
  } catch (error) {
    if (error instanceof OptionError) return 'this processor has no bf16';
    throw error;
  }
}

describe('a precision', () => {
  it('is float32 unless another one is asked for, and always on engines that have no other', async () => {
    await using engine = await openEngine('onnxruntime', { threads: 1 });
    expect(engine.precision).toBe('float32');
    await using other = await openEngine('reference', { precision: 'auto' });
    expect(other.precision).toBe('float32');
    for (const name of ['onnxruntime', 'reference'] as const) {
      await expect(openEngine(name, { precision: 'bf16' })).rejects.toThrow(
        `the engine ${name} computes in float32 alone`,
      );
    }
    await expect(openEngine('auto', { precision: 'half' as 'bf16' })).rejects.toThrow('precision');
  });
});

describe('choices between storages', () => {
  const machine = { version: '0', threads: 1 };
  const fastIn = (fast: string) => (storage: string) => (storage === fast ? 1 : 2);

  it('are the faster one, asked once, kept for the next time, and given way to those of a training that goes on', () => {
    const folder = temporaryFolder();
    const choices = new StorageChoices(new ChoicesFile(folder, machine));
    expect(choices.choose('a', ['bf16', 'float32'], fastIn('float32'))).toBe('float32');
    expect(choices.choose('a', ['bf16', 'float32'], fastIn('bf16'))).toBe('float32');
    choices.keep();
    const next = new StorageChoices(new ChoicesFile(folder, machine));
    expect([...next.all]).toEqual([['a', 'float32']]);
    expect([...new StorageChoices(new ChoicesFile(folder, { ...machine, threads: 2 })).all]).toEqual([]);
    next.adopt(new Map([['a', 'bf16']]));
    expect(next.choose('a', ['bf16', 'float32'], fastIn('float32'))).toBe('bf16');
  });

  it.each(['', '[]', '{"a": 1}', 'null', '{'])('are made anew where their file holds %j', (text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'storage-choices.json'), text);
    expect([...new StorageChoices(new ChoicesFile(folder, machine)).all]).toEqual([]);
  });

  it('are made anew where there is no place for them', () => {
    const choices = new StorageChoices(new ChoicesFile('/dev/null/none', machine));
    choices.choose('a', ['bf16', 'float32'], fastIn('bf16'));
    expect(() => choices.keep()).not.toThrow();
  });
});

describe.skipIf(unavailable !== undefined)(withReason('bf16', unavailable), () => {
  const loss = new CrossEntropyLoss();
  const pictures = recordedPictures();

  /** Those of the seven networks that take a second: without and with normalisation, dropout, sums of branches. */
  const few = readNetworkRecordings().filter(({ network }) => /^(lenet|nin|googlenet-bn|resnet18)$/.test(network));

  it.each(few)('$network learns as in float32: gradients and ten losses', async (recording) => {
    const { network, redrawn, training } = recording;
    const { imageSize, ...options } = recording.options;
    const model = createModel({ name: network, options }, imageSize);
    drawRecordedState(model, redrawn);
    const imageShape = [recordedBatchSize, options.inChannels, imageSize, imageSize];
    const loader = new DataLoader(pictures, { batchSize: recordedBatchSize, imageSize, shuffle: false });
    await using exact = openOneDnnEngine({ ...path, threads: 1 });
    await using engine = openBf16();
    const gradients = async (on: Engine) => {
      const { images, labels } = loader.batch(0, 0);
      const graph = gradientStep({ model, loss, imageShape });
      const program = await on.compile(graph, await createModelStore(on, model, [graph]));
      return program.run({ images, labels, ...recordedMasks(graph, model) });
    };
    const wanted = await gradients(exact);
    const got = await gradients(engine);
    // What half the digits cost in any case: in float32, with parameters that have no more.
    const kept = [...model.namedParameters()].map(([, parameter]) => [parameter, parameter.data] as const);
    for (const [parameter, values] of kept) parameter.data = inBf16(values);
    const rounded = await gradients(exact);
    for (const [parameter, values] of kept) parameter.data = values;
    const names = [...model.namedParameters()].map(([name]) => gradientName(name));
    const turnOf = (other: typeof wanted) => {
      const all = (of: typeof wanted) => names.map((name) => of[name]);
      return 1 - cosine(all(wanted), all(other));
    };
    // Rounding what flows through as well: 1.4 to 4.1 times as much.
    expect(turnOf(got)).toBeLessThan(6 * turnOf(rounded));

    const { learningRate, losses } = training;
    const step = trainingStep({ model, loss, optimizer: new SGD({ learningRate }), imageShape });
    const program = await CompiledStep.compile(engine, step, await createStepStore(engine, model, step));
    const masks = recordedMasks(step.compute, model);
    const distances: number[] = [];
    for (const { images, labels } of loader.epoch(0)) {
      const outputs = await program.run({ images, labels, ...masks }, learningRate);
      distances.push(Math.abs(outputs.loss[0] / losses.float64[distances.length] - 1));
    }
    // Up to 0.023, with normalisation over few images.
    expect(Math.max(...distances)).toBeLessThan(0.05);
    expect(distances).toHaveLength(losses.float64.length);
  });

  it('gives the same bytes again, and goes on with the choices that it began with', async () => {
    const train = async (engine: Engine, epochs: number, resumeFrom?: TrainingState) => {
      const loader = { batchSize: 4, imageSize: 4, seed: 1 };
      const states: TrainingState[] = [];
      await using trainer = new Trainer({
        model: new StatefulNet(),
        trainData: new DataLoader(tinyDataset('train', 12), loader),
        testData: new DataLoader(tinyDataset('test', 4), loader),
        loss,
        optimizer: new SGD({ learningRate: 0.1, momentum: 0.9 }),
        engine,
        ...(resumeFrom === undefined ? {} : { resumeFrom }),
      });
      trainer.keepCheckpoints({ save: (state) => void states.push(state) });
      await trainer.train(epochs);
      return encodeCheckpoint({ state: states[states.length - 1], configuration: {} });
    };
    await using first = openBf16();
    const whole = await train(first, 2);
    const { choices = new Map(), facts } = decodeCheckpoint(whole, 'whole').state;
    expect(facts.precision).toBe('bf16');
    expect(choices.size).toBeGreaterThan(0);
    await using second = openBf16();
    second.adoptChoices(choices);
    const half = await train(second, 1);
    // An engine that would choose the contrary.
    await using third = openBf16();
    third.adoptChoices(new Map([...choices].map(([key, storage]) => [key, storage === 'bf16' ? 'float32' : 'bf16'])));
    expect(Buffer.from(await train(third, 2)).equals(Buffer.from(whole))).toBe(false);
    await using fourth = openBf16();
    fourth.adoptChoices(new Map([...choices].map(([key, storage]) => [key, storage === 'bf16' ? 'float32' : 'bf16'])));
    expect(Buffer.from(await train(fourth, 1, decodeCheckpoint(half, 'half').state)).equals(Buffer.from(whole))).toBe(
      true,
    );
    // Other digits would be another training.
    await using exact = openOneDnnEngine({ ...path, threads: 1 });
    await expect(train(exact, 1, decodeCheckpoint(half, 'half').state)).rejects.toThrow(
      'precision was bf16 and is none',
    );
  });
});

/** The nearest numbers that bf16 has. */
function inBf16(values: Float32Array): Float32Array {
  const words = new Uint32Array(values.slice().buffer);
  for (const [index, word] of words.entries()) words[index] = (word + 0x7fff + ((word >>> 16) & 1)) & 0xffff0000;
  return new Float32Array(words.buffer);
}

function cosine(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  const dot = (x: readonly Float32Array[], y: readonly Float32Array[]) =>
    x.reduce((sum, values, at) => values.reduce((part, value, index) => part + value * y[at][index], sum), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
