// A training whose disk becomes full: on a real file system of 256 kB, where that may be mounted.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { RunFolder } from '../src/runs/run-folder.ts';
import { RunLock } from '../src/runs/run-lock.ts';
import { readRunState } from '../src/runs/run-state.ts';
import { TrainingRun } from '../src/runs/training-run.ts';
import { decodeCheckpoint } from '../src/training/checkpoint.ts';
import { TinyNet } from './support/small-nets.ts';
import { createTinyTrainer } from './support/tiny-training.ts';
import { describeUnless } from './support/unless.ts';

const mountPoint = mkdtempSync(join(tmpdir(), 'googlenet-full-'));

/** @returns why it was not possible */
function mountSmallDisk(): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', mountPoint], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'tmpfs cannot be mounted here';
  }
}

const reason = mountSmallDisk();
afterAll(() => {
  if (reason === undefined) execFileSync('umount', [mountPoint]);
  rmSync(mountPoint, { recursive: true });
});

describeUnless(reason, 'a full disk', () => {
  const ballast = join(mountPoint, 'ballast');

  function fillDisk(): void {
    for (let size = 256 * 1024; size >= 1024; size /= 2) {
      try {
        writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
      } catch {
        // What fitted was written.
      }
    }
  }

  /** @param atStep called behind each step */
  async function train(name: string, atStep: (epoch: number, step: number) => void) {
    const folder = new RunFolder(join(mountPoint, name));
    const warnings: string[] = [];
    const config = { version: 1, model: 'TinyNet', options: {} } as const;
    const model = new TinyNet();
    await using trainer = await createTinyTrainer(model, { engine: 'reference' });
    const onWarning = (text: string) => void warnings.push(text);
    using run = TrainingRun.begin(folder, { config, logEvery: 1, checkpointEvery: 2, onWarning });
    run.record(trainer, model);
    trainer.observe((event) => {
      if (event.kind === 'step') atStep(event.epoch, event.step);
    });
    const error = await trainer.train(2).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    if (error === undefined) run.end();
    else run.fail(error);
    return { folder, warnings, error };
  }

  const isCounted = (name: string) => /^epoch.*\.safetensors$/.test(name);

  it('loses nothing: old checkpoints stay whole, lines wait, and the next save that fits is made', async () => {
    let during: readonly string[] = [];
    const { folder, warnings, error } = await train('passing', (epoch, step) => {
      if (epoch === 1 && step === 3) fillDisk();
      if (epoch === 2 && step === 3) {
        during = readdirSync(join(mountPoint, 'passing', 'checkpoints'));
        rmSync(ballast);
      }
    });
    expect(error).toBeUndefined();
    expect(during).toEqual(['epoch-0001-step-000002.safetensors']);
    const path = (name: string) => join(folder.checkpoints, name);
    const left = readdirSync(folder.checkpoints).sort();
    expect(left.filter(isCounted)).toEqual(left);
    expect(left.at(-1)).toBe('epoch-0003-step-000000.safetensors');
    for (const name of left) decodeCheckpoint(readFileSync(path(name)), name);
    expect(
      warnings.some((text) => /epoch-0001-step-000004.*the disk is full; the next save tries again/.test(text)),
    ).toBe(true);
    expect(readFileSync(folder.metrics, 'utf8').trimEnd().split('\n')).toHaveLength(14);
    expect(readRunState(folder).status).toBe('done');
  });

  it('leaves nothing of a lock that cannot be written', () => {
    const folder = join(mountPoint, 'locked');
    mkdirSync(folder);
    fillDisk();
    expect(() => RunLock.take(join(folder, 'run.lock'))).toThrow(/cannot be written: no space left on device/);
    expect(readdirSync(folder)).toEqual([]);
    rmSync(ballast);
  });

  it('that stays full to the end makes the training fail, and the old checkpoint is still whole', async () => {
    const { folder, error } = await train('lasting', (epoch, step) => {
      if (epoch === 1 && step === 3) fillDisk();
    });
    expect(String(error)).toMatch(/not written, the disk is full: .*checkpoints/);
    expect(readdirSync(folder.checkpoints)).toEqual(['epoch-0001-step-000002.safetensors']);
    const [name] = readdirSync(folder.checkpoints);
    expect(decodeCheckpoint(readFileSync(join(folder.checkpoints, name)), name).state.position.step).toBe(2);
    rmSync(ballast);
  });
});
