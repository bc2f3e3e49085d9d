// Weights with NaN or infinity are refused wherever they come in, before anything is computed or written with them.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportOnnx } from '../../src/export/onnx-model.ts';
import { writeSafetensors } from '../../src/formats/safetensors.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import type { Trainer } from '../../src/training/trainer.ts';
import type { TrainingState } from '../../src/training/training-state.ts';
import { describeEngines } from '../support/engines.ts';
import { TinyNet } from '../support/small-nets.ts';
import { createTinyTrainer } from '../support/tiny-training.ts';
import { zeroWeights } from '../support/zero-weights.ts';
import { runCommand, temporaryFolder } from './context.ts';

const weights = zeroWeights();
const [[first, { shape }]] = weights;
const bias = 'model.8.channel3.0.bias';

describe('a file of weights that are not finite', () => {
  const workingDirectory = temporaryFolder();
  mkdirSync(join(workingDirectory, 'run/weights'), { recursive: true });
  const bad = new Map(weights)
    .set(bias, { dtype: 'F32', shape: [16], data: new Float32Array(16).fill(Number.NaN, 14) })
    // Too large for float32, though not for what it is stored as.
    .set(first, { dtype: 'F64', shape, data: new Float64Array(sizeOf(shape)).fill(1e300, 0, 3) });
  writeSafetensors(join(workingDirectory, 'run/weights/last.safetensors'), bad);
  writeSafetensors(join(workingDirectory, 'bad.safetensors'), bad);
  afterAll(() => rmSync(workingDirectory, { recursive: true }));

  it.each([
    ['evaluate run', 'run/weights/last.safetensors'],
    ['evaluate bad.safetensors', 'bad.safetensors'],
    ['predict bad.safetensors no.png', 'bad.safetensors'],
    ['export run --out model.onnx', 'run/weights/last.safetensors'],
    ['import bad.safetensors --out imported', 'bad.safetensors'],
    ['train --init bad.safetensors --run new --epochs 1', 'bad.safetensors'],
  ])('is refused by %s, which names tensors and counts', async (line, file) => {
    expect(await runCommand(line.split(' '), { workingDirectory })).toEqual({
      exitCode: 1,
      stdout: line.startsWith('train') ? 'opening Fashion-MNIST\n' : '',
      stderr: `error NOT_FINITE: ${file}: NaN or infinity in ${first} (3 of ${sizeOf(shape)}), ${bias} (2 of 16) · hint: use weights that were saved before the training diverged, or before the file was damaged\n`,
    });
    expect(readdirSync(workingDirectory).sort()).toEqual(['bad.safetensors', 'run']);
  });
});

describe('a model with weights that are not finite', () => {
  const model = new TinyNet().initialize(1);
  const good = model.stateDict();
  const withNaN = new Map(good).set('classifier.bias', { shape: [3], data: Float32Array.of(0, Number.NaN, 0) });

  it('does not come about by loadStateDict, which then has loaded nothing', () => {
    expect(() => model.loadStateDict(withNaN)).toThrow('TinyNet: NaN or infinity in classifier.bias (1 of 3)');
    expect(model.stateDict()).toEqual(good);
  });

  it('is not exported', () => {
    const broken = new TinyNet().initialize(1);
    broken.convolution.weight.data.fill(Number.NEGATIVE_INFINITY);
    expect(() => exportOnnx(broken, { imageShape: [1, 4, 4] })).toThrow('in convolution.weight (18 of 18)');
  });

  it('does not come about by resuming, where the momentum counts too', async () => {
    const states: TrainingState[] = [];
    await withTrainer(async (trainer) => {
      trainer.keepCheckpoints({ everySteps: 1, save: (state) => void states.push(state) });
      await trainer.train(1);
    });
    const [state] = states;
    const momentum = 'momentum.classifier.bias';
    const tensors = new Map(state.tensors).set(momentum, {
      shape: [3],
      kind: 'optimizer' as const,
      data: Float32Array.of(0, 0, -Infinity),
    });
    const resumed = createTinyTrainer(new TinyNet(), { engine: 'reference', resumeFrom: { ...state, tensors } });
    await expect(resumed).rejects.toThrow(`the state at epoch 1, step 1: NaN or infinity in ${momentum} (1 of 3)`);
  });
});

async function withTrainer(use: (trainer: Trainer) => Promise<void>): Promise<void> {
  await using trainer = await createTinyTrainer(new TinyNet(), { engine: 'reference' });
  await use(trainer);
}

describeEngines('weights that were made not finite', ({ name: engine, test }) => {
  test('are not trained with: by hand, or by an initialisation', async () => {
    const byHand = new TinyNet().initialize(5);
    byHand.classifier.bias?.data.fill(Number.NaN, 1, 2);
    const drawn = new TinyNet();
    drawn.convolution.weight.initializer = () => Number.POSITIVE_INFINITY;
    for (const [model, tensor] of [
      [byHand, 'classifier.bias (1 of 3)'],
      [drawn, 'convolution.weight (18 of 18)'],
    ] as const) {
      await using trainer = await createTinyTrainer(model, { engine });
      await expect(trainer.train(1)).rejects.toThrow(`TinyNet: NaN or infinity in ${tensor}`);
    }
  });
});
