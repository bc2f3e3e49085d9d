import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../formats/safetensors.ts';
import { Linear } from '../nn/index.ts';
import type { StepEvent, TrainingEvent } from '../training/events.ts';
import { RunFolder } from './run-folder.ts';
import { RunFolderError } from './run-folder-error.ts';

const start: TrainingEvent = {
  kind: 'start',
  epochs: 1,
  stepsPerEpoch: 5,
  parameterCount: 0,
  engine: { name: 'none', version: '' },
};
const losses = { trainLoss: 2.25, trainAccuracy: 0.5, testLoss: 2.5, testAccuracy: 0.25 };
const epoch: TrainingEvent = { kind: 'epoch', epoch: 1, epochs: 30, ...losses, seconds: 1.5 };

function step(number: number): StepEvent {
  const running = { runningLoss: 9, runningAccuracy: 0.9 };
  const measures = { loss: 2.5, accuracy: 0.25, ...running, learningRate: 0.005, imagesPerSecond: 45.5 };
  return { kind: 'step', epoch: 1, step: number, stepsPerEpoch: 5, images: 4, ...measures };
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'googlenet-run-'));
}

describe('RunFolder', () => {
  it('writes the lines that are documented, for logged steps and epochs', () => {
    const workingDirectory = temporaryFolder();
    const observe = new RunFolder('mine', workingDirectory).observe(new Linear(2, 1).initialize(0), { logEvery: 3 });
    for (const event of [start, ...[1, 2, 3, 4, 5].map(step), epoch]) observe(event);
    const line = (number: number) =>
      `{"kind":"step","epoch":1,"step":${number},"loss":2.5,"accuracy":0.25,"lr":0.005,"imagesPerSecond":45.5}\n`;
    expect(readFileSync(join(workingDirectory, 'mine', 'metrics.jsonl'), 'utf8')).toBe(
      `${line(1) + line(3) + line(5)}{"kind":"epoch","epoch":1,"trainLoss":2.25,"trainAccuracy":0.5,"testLoss":2.5,"testAccuracy":0.25,"seconds":1.5}\n`,
    );
  });

  it('writes the weights after an epoch and at a stop, not at a regular end', () => {
    const workingDirectory = temporaryFolder();
    const model = new Linear(2, 1).initialize(0);
    const file = join(workingDirectory, 'mine', 'weights', 'last.safetensors');
    const observe = new RunFolder('mine', workingDirectory).observe(model, { logEvery: 1 });
    observe(start);
    observe({ kind: 'end', epochs: 0, stopped: false, seconds: 0 });
    expect(existsSync(file)).toBe(false);
    observe(epoch);
    expect(readSafetensors(file).tensors.get('weight')?.data).toEqual(model.weight.data);
    model.weight.data = Float32Array.of(7, 8);
    observe({ kind: 'end', epochs: 0, stopped: true, seconds: 0 });
    expect(readSafetensors(file).tensors.get('weight')?.data).toEqual(Float32Array.of(7, 8));
  });

  it('numbers the folders, and makes none before the start', () => {
    const workingDirectory = temporaryFolder();
    const model = new Linear(1, 1).initialize(0);
    mkdirSync(join(workingDirectory, 'runs', 'googlenet-9'), { recursive: true });
    const folder = new RunFolder(undefined, workingDirectory);
    expect(existsSync(join(workingDirectory, 'runs', 'googlenet-10'))).toBe(false);
    folder.observe(model, { logEvery: 1 })(start);
    expect(folder.shownPath).toBe(join('runs', 'googlenet-10'));
    expect(existsSync(join(workingDirectory, 'runs', 'googlenet-10', 'metrics.jsonl'))).toBe(true);
  });

  it('knows a folder that holds another run, and never writes into it', () => {
    const workingDirectory = temporaryFolder();
    writeFileSync(join(workingDirectory, 'metrics.jsonl'), 'precious');
    const folder = new RunFolder('.', workingDirectory);
    expect(folder.problem?.message).toContain('already holds a run');
    const observe = folder.observe(new Linear(1, 1).initialize(0), { logEvery: 1 });
    expect(() => observe(start)).toThrow(RunFolderError);
    expect(readFileSync(join(workingDirectory, 'metrics.jsonl'), 'utf8')).toBe('precious');
    expect(new RunFolder('other', workingDirectory).problem).toBeUndefined();
  });
});
