// What a run goes on from, and when it must not go on: trainings of a tiny net in folders that somebody damaged.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { TinyNet } from '../../test/support/small-nets.ts';
import { snapshot } from '../../test/support/snapshot.ts';
import { createTinyTrainer } from '../../test/support/tiny-training.ts';
import { FoundRun } from './found-run.ts';
import { RunFolder } from './run-folder.ts';
import { findRunState, type WrittenRunState } from './run-state.ts';
import { TrainingRun } from './training-run.ts';

const config = { version: 1, model: 'TinyNet', options: {} } as const;

interface Training {
  readonly epochs?: number;
  /** Throws here, so that the process seems to have died: nothing more is written. */
  readonly dieAt?: 'epoch' | 'step';
}

/** Begins the run, or resumes it. */
async function train(folder: RunFolder, { epochs = 2, dieAt }: Training = {}): Promise<readonly string[]> {
  const warnings: string[] = [];
  const options = { config, logEvery: 1, onWarning: (text: string) => void warnings.push(text) };
  using found = readdirSync(folder.path).length === 0 ? undefined : FoundRun.open(folder);
  const state = found?.checkpoint?.state;
  const model = new TinyNet();
  await using trainer = await createTinyTrainer(model, { engine: 'reference', ...(state && { resumeFrom: state }) });
  await trainer.open();
  using run = found === undefined ? TrainingRun.begin(folder, options) : TrainingRun.resume(found, options);
  run.record(trainer, model);
  trainer.observe(({ kind }) => {
    if (kind === dieAt) throw new Error('dead');
  });
  const training = trainer.train(epochs - (state?.history.length ?? 0));
  await (dieAt === undefined ? training : expect(training).rejects.toThrow('dead'));
  if (dieAt === undefined) run.end();
  return warnings;
}

function newFolder(): RunFolder {
  return new RunFolder(mkdtempSync(join(tmpdir(), 'googlenet-found-')));
}

let trained: RunFolder;
beforeAll(async () => {
  trained = newFolder();
  await train(trained);
});

function copyOfTrained(): RunFolder {
  const folder = newFolder();
  cpSync(trained.path, folder.path, { recursive: true });
  return folder;
}

function changeState(folder: RunFolder, change: (state: WrittenRunState) => object): void {
  const state = findRunState(folder);
  if (state !== undefined) writeFileSync(folder.state, JSON.stringify(change(state)));
}

/** As a version of this program wrote it that did not say whether a checkpoint was saved. */
function makeOld(folder: RunFolder): void {
  changeState(folder, ({ checkpointSaved: _, ...state }) => state);
}

function removeCheckpoints(folder: RunFolder): void {
  rmSync(folder.checkpoints, { recursive: true });
  mkdirSync(folder.checkpoints);
}

const newest = 'epoch-0003-step-000000.safetensors';

describe('a run whose checkpoints cannot be used', () => {
  it.each<[string, (folder: RunFolder) => void, string]>([
    [
      'are removed',
      removeCheckpoints,
      'was trained, but no checkpoint can be used to go on from: checkpoints holds none; the metrics tell of 2 epochs; there are weights/last.safetensors and weights/best.safetensors · hint: put its checkpoints back, or start a new run from its weights with --init ',
    ],
    [
      'are removed with their folder, weights and metrics',
      ({ checkpoints, metrics, path }) => {
        for (const lost of [checkpoints, metrics, join(path, 'weights')]) rmSync(lost, { recursive: true });
      },
      'checkpoints holds none · hint: put its checkpoints back, or start a new run; ',
    ],
    [
      'are removed from a run of an earlier version, of which the metrics tell',
      (folder) => {
        makeOld(folder);
        removeCheckpoints(folder);
        rmSync(join(folder.path, 'weights'), { recursive: true });
      },
      'the metrics tell of 2 epochs',
    ],
    [
      'are removed from a run of an earlier version, of which the weights are left',
      (folder) => {
        makeOld(folder);
        removeCheckpoints(folder);
        rmSync(folder.metrics);
      },
      'there are weights/last.safetensors and',
    ],
    [
      'could never be saved, though it was trained for long',
      (folder) => {
        removeCheckpoints(folder);
        changeState(folder, (state) => ({ ...state, checkpointSaved: false }));
      },
      'the metrics tell of 2 epochs',
    ],
    [
      'are all damaged',
      ({ checkpoints }) => {
        for (const name of readdirSync(checkpoints)) truncateSync(join(checkpoints, name), 200);
      },
      'these are damaged: checkpoints/epoch-0003-step-000000.safetensors, checkpoints/epoch-0002-step-000000.safetensors;',
    ],
    [
      'lie on a disk that is not there',
      ({ checkpoints }) => {
        rmSync(checkpoints, { recursive: true });
        symlinkSync('/nowhere/checkpoints', checkpoints);
      },
      'checkpoints holds none',
    ],
    [
      'cannot be listed',
      ({ checkpoints }) => {
        rmSync(checkpoints, { recursive: true });
        symlinkSync('checkpoints', checkpoints);
      },
      'checkpoints: cannot be read: too many symbolic links',
    ],
    [
      'cannot be read where the newest is',
      ({ checkpoints }) => {
        rmSync(join(checkpoints, newest));
        mkdirSync(join(checkpoints, newest));
      },
      `${newest}: cannot be read: it is a folder, not a file`,
    ],
  ])('because they %s does not begin again, and stays as it is', async (_, lose, message) => {
    const folder = copyOfTrained();
    lose(folder);
    const before = snapshot(folder.path);
    await expect(train(folder, { epochs: 4 })).rejects.toThrow(message);
    expect(snapshot(folder.path)).toEqual(before);
  });
});

describe('a run that is resumed', () => {
  it('uses the one before where the newest is damaged, which is renamed, and says so', async () => {
    const folder = copyOfTrained();
    truncateSync(join(folder.checkpoints, newest), 200);
    const warnings = await train(folder, { epochs: 4 });
    expect(warnings).toEqual([expect.stringContaining(`${newest}: is damaged`)]);
    expect(readdirSync(folder.checkpoints)).toContain(`${newest}.damaged`);
    expect(findRunState(folder)).toMatchObject({ status: 'done', resumes: 1, checkpointSaved: true });
  });

  it.each(['state', 'metrics', 'table'] as const)('is left as it is where its %s cannot be read', async (file) => {
    const folder = copyOfTrained();
    rmSync(folder[file]);
    mkdirSync(folder[file]);
    const before = snapshot(folder.path);
    await expect(train(folder, { epochs: 4 })).rejects.toThrow(/: cannot be read: it is a folder, not a file/);
    expect(snapshot(folder.path)).toEqual(before);
  });

  it.each<[string, Training]>([
    ['in its first step', { dieAt: 'step' }],
    // Its line and its weights are written, its checkpoint is not.
    ['behind its first epoch', { dieAt: 'epoch' }],
  ])('begins again where it died %s, and ends with the same bytes', async (_, training) => {
    const folder = newFolder();
    await train(folder, training);
    expect(readdirSync(folder.checkpoints)).toEqual([]);
    expect(findRunState(folder)?.checkpointSaved).toBe(false);
    expect(await train(folder)).toEqual([]);
    const contents = ({ checkpoints, lastWeights, bestWeights }: RunFolder) =>
      [...readdirSync(checkpoints).map((name) => join(checkpoints, name)), lastWeights, bestWeights].map((path) =>
        readFileSync(path, 'latin1'),
      );
    expect(contents(folder)).toEqual(contents(trained));
    expect(findRunState(folder)).toMatchObject({ status: 'done', checkpointSaved: true });
  });

  it('of an earlier version that died before anything was told begins again', async () => {
    const folder = newFolder();
    await train(folder, { dieAt: 'step' });
    makeOld(folder);
    expect(await train(folder)).toEqual([]);
  });

  it('of an earlier version goes on from its checkpoint, and now says that there is one', async () => {
    const folder = copyOfTrained();
    makeOld(folder);
    await train(folder, { epochs: 3 });
    expect(findRunState(folder)).toMatchObject({ status: 'done', checkpointSaved: true });
  });

  it('records its first checkpoint when it is saved, and not again', async () => {
    const folder = newFolder();
    const model = new TinyNet();
    await using trainer = await createTinyTrainer(model, { engine: 'reference' });
    using run = TrainingRun.begin(folder, { config, logEvery: 1, checkpointEvery: 1, onWarning: () => {} });
    run.record(trainer, model);
    const seen: string[] = [];
    trainer.observe(({ kind }) => {
      if (kind === 'step') seen.push(readFileSync(folder.state, 'utf8'));
    });
    await trainer.train(1);
    expect(seen.map((text) => JSON.parse(text).checkpointSaved)).toEqual([false, true, true, true, true, true]);
    expect(new Set(seen).size).toBe(2);
  });
});

describe('a new run', () => {
  it.each<[string, (folder: RunFolder) => void, string]>([
    ['another run', ({ config: path }) => writeFileSync(path, '{}'), 'already holds a run'],
    ['the metrics of one', ({ metrics }) => writeFileSync(metrics, ''), 'already holds a run'],
    ['a file', ({ path }) => writeFileSync(join(path, 'report.html'), 'x'), 'is not empty: it holds report.html'],
    ['a hidden file', ({ path }) => writeFileSync(join(path, '.keep'), ''), 'is not empty: it holds .keep'],
    ['config.json.tmp', ({ config: path }) => writeFileSync(`${path}.tmp`, ''), 'it holds config.json.tmp'],
    [
      'weights',
      ({ path, lastWeights }) => {
        mkdirSync(join(path, 'weights'));
        writeFileSync(lastWeights, 'x');
      },
      'is not empty: it holds weights',
    ],
    [
      'much',
      ({ path }) => {
        for (const name of 'edcba') writeFileSync(join(path, name), '');
      },
      'is not empty: it holds a, b, c and 2 more',
    ],
    [
      'no folder',
      ({ path }) => {
        rmSync(path, { recursive: true });
        symlinkSync(path, path);
      },
      'cannot be ',
    ],
  ])('does not begin where there is %s, and leaves it as it is', (_, fill, message) => {
    const folder = newFolder();
    fill(folder);
    const before = message === 'cannot be ' ? {} : snapshot(folder.path);
    const begin = () => TrainingRun.begin(folder, { config, logEvery: 1, onWarning: () => {} });
    expect(begin).toThrow(message);
    if (message !== 'cannot be ') expect(snapshot(folder.path)).toEqual(before);
  });

  it('begins where another died before its first file was there', async () => {
    const folder = newFolder();
    folder.make();
    writeFileSync(`${folder.config}.tmp`, '{"vers');
    const dead = { pid: 2 ** 22 + 1, birth: '', host: (await import('node:os')).hostname(), since: '' };
    const token = '00000000-0000-4000-8000-000000000000';
    writeFileSync(folder.lock, JSON.stringify({ ...dead, token }));
    writeFileSync(`${folder.lock}.${token}.new`, JSON.stringify({ ...dead, token }));
    TrainingRun.begin(folder, { config, logEvery: 1, onWarning: () => {} })[Symbol.dispose]();
    expect(readdirSync(folder.path).sort()).toEqual([
      ...['checkpoints', 'config.json', 'metrics.csv', 'metrics.jsonl', 'state.json', 'weights'],
    ]);
  });
});
