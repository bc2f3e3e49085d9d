// Weights to a file and back, in one line each, and files of PyTorch as they are.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/cli/context.ts';
import { StateDictError } from '../errors/state-dict-error.ts';
import { WriteError } from '../errors/write-error.ts';
import { readSafetensors, writeSafetensors } from '../formats/safetensors.ts';
import { LeNet } from '../models/lenet.ts';
import * as nn from '../nn/index.ts';
import { loadModel, saveModel } from './model-file.ts';

const folder = temporaryFolder();
const torchFile = (name: string) => fileURLToPath(new URL(`../../test/fixtures/torch/${name}.pt`, import.meta.url));
const normalised = () => new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.BatchNorm2d(2));

describe('saveModel and loadModel', () => {
  it('give the same weights back, counts included', () => {
    const path = join(folder, 'norm.safetensors');
    const model = normalised().initialize(1);
    for (const [, buffer] of model.namedBuffers()) buffer.data = buffer.data.map((_, index) => index + 3);
    saveModel(model, path);
    expect(loadModel(normalised().initialize(2), path).stateDict()).toEqual(model.stateDict());
    const { tensors, metadata } = readSafetensors(path);
    expect([metadata, tensors.get('1.num_batches_tracked')?.dtype]).toEqual([{ format: 'pt' }, 'I64']);
    expect(readdirSync(folder)).toEqual(['norm.safetensors']);
  });

  it('takes what writeSafetensors made of a stateDict', () => {
    const path = join(folder, 'state.safetensors');
    const model = normalised().initialize(1);
    writeSafetensors(path, model.stateDict());
    expect(loadModel(normalised(), path).stateDict()).toEqual(model.stateDict());
  });

  it('takes a checkpoint of PyTorch, by its key, without the prefix of its names', () => {
    const model = loadModel(new LeNet({ numClasses: 2 }), torchFile('lenet-checkpoint'), { key: 'ema' });
    const values = [...model.stateDict().values()].flatMap(({ data }) => [...data]);
    expect(new Set(values)).toEqual(new Set([0.5]));
    expect(() => loadModel(model, torchFile('lenet-checkpoint'))).toThrow('holds several state_dicts');
  });

  it('say where, what and what to do', () => {
    const model = normalised().initialize(0);
    const nowhere = join(folder, 'no', 'weights.safetensors');
    expect(() => saveModel(model, nowhere)).toThrow(WriteError);
    expect(() => saveModel(model, nowhere)).toThrow(
      `${nowhere}: cannot be written: no such file or directory · hint: `,
    );
    expect(() => saveModel(normalised(), nowhere)).toThrow('no values yet');
    expect(() => loadModel(model, nowhere)).toThrow(`${nowhere}: cannot be read: no such file or directory`);
    const before = model.stateDict();
    expect(() => loadModel(model, torchFile('state-dict'))).toThrow(StateDictError);
    expect(model.stateDict()).toEqual(before);
  });
});
