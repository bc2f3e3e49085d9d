// Trainings that are killed, stopped and raced in processes of their own: whatever happens, what comes out is to the
// byte what an uninterrupted training gives. `npm run test:crash -- --kills 500` kills more often.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/random/random-stream.ts';
import { readRunState } from '../../src/runs/run-state.ts';
import { patience } from '../support/patience.ts';
import type { ChildOptions } from './child.ts';
import { Child, compileChild, fingerprint, leftovers, temporaryRun } from './processes.ts';

const kills = Number(process.env.GOOGLENET_CRASH_KILLS ?? 60);
const lanes = 2;
const killsOfOneRun = 3;

/** Milliseconds that each operation of a save takes, on half of the disks. */
const slowness = 2;

let expected: ReturnType<typeof fingerprint>;
/** Milliseconds of an uninterrupted training, here and now: kills are spread over them. */
const spans = { usual: 0, slow: 0 };

beforeAll(async () => {
  compileChild();
  const folder = temporaryRun();
  spans.usual = await trainUninterrupted({ folder: folder.path });
  expected = fingerprint(folder);
  spans.slow = await trainUninterrupted({ folder: temporaryRun().path, slowDisk: slowness });
});

/** @returns milliseconds from its start to its end */
async function trainUninterrupted(options: ChildOptions): Promise<number> {
  const child = new Child(options);
  await child.printed('start');
  const started = performance.now();
  expect(await child.end()).toEqual({ exitCode: 0, outcome: 'completed' });
  return performance.now() - started;
}

async function finish(path: string): Promise<void> {
  const child = new Child({ folder: path });
  expect(await child.end(), child.lines.join('\n')).toEqual({ exitCode: 0, outcome: 'completed' });
}

it(
  `${kills} kills at random moments, also inside a save, change nothing`,
  async () => {
    const random = new RandomStream(Date.now(), 'kills');
    const tally = { kills: 0, insideSave: 0, beforeTraining: 0 };
    let draws = 0;
    const draw = () => random.uniform(draws++);

    const killSeveralTimes = async () => {
      const folder = temporaryRun();
      const isSlow = draw() < 0.5;
      const span = isSlow ? spans.slow : spans.usual;
      for (let killed = 0; killed < killsOfOneRun && tally.kills < kills; killed++) {
        const child = new Child({ folder: folder.path, ...(isSlow ? { slowDisk: slowness } : {}) });
        const isEarly = draw() < 0.2;
        if (!isEarly) await child.printed('start');
        await new Promise((resolve) => setTimeout(resolve, draw() * (isEarly ? 250 : span)));
        child.send('SIGKILL');
        const { exitCode } = await child.end();
        if (exitCode !== null) break;
        tally.kills++;
        if (!child.lines.includes('start')) tally.beforeTraining++;
        if (existsSync(folder.path) && leftovers(folder).some((name) => /checkpoints.*tmp$/.test(name)))
          tally.insideSave++;
      }
      await finish(folder.path);
      expect(fingerprint(folder)).toEqual(expected);
      expect(leftovers(folder)).toEqual([]);
      expect(readRunState(folder).status).toBe('done');
    };
    const lane = async () => {
      while (tally.kills < kills) await killSeveralTimes();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    console.log(
      `killed ${tally.kills} times, ${tally.insideSave} of them inside a save, ${tally.beforeTraining} early`,
    );
    // Half of the runs are slow inside their saves: that none was hit cannot be.
    expect(tally.insideSave).toBeGreaterThan(0);
  },
  patience.test * Math.max(1, kills / 60),
);

describe('a signal', () => {
  it.each([
    ['SIGINT', 'step', 8, 130, 'epoch-0002-step-000002'],
    ['SIGTERM', 'step', 5, 143, 'epoch-0001-step-000005'],
    ['SIGTERM', 'evaluationStep', 2, 143, 'epoch-0001-step-000006'],
    ['SIGHUP', 'step', 7, 129, 'epoch-0002-step-000001'],
  ] as const)(
    '%s after %s %i ends the step, saves, and exits with %i',
    async (signal, kind, times, exitCode, saved) => {
      const folder = temporaryRun();
      const gate = `${folder.path}.gate`;
      const child = new Child({ folder: folder.path, hold: { kind, times, gate } });
      await child.printed(kind, times);
      child.send(signal);
      writeFileSync(gate, '');
      expect(await child.end()).toEqual({ exitCode, outcome: 'stopped' });
      // What was running when the signal came is the last that was done.
      expect(child.lines.filter((line) => line === kind)).toHaveLength(times);
      expect(readRunState(folder).status).toBe('stopped');
      expect(readdirSync(folder.checkpoints)).toContain(`${saved}.safetensors`);
      await finish(folder.path);
      expect(fingerprint(folder)).toEqual(expected);
    },
  );

  it('that comes twice ends the process at once, and nothing is lost but the last steps', async () => {
    const folder = temporaryRun();
    const gate = `${folder.path}.gate`;
    const child = new Child({ folder: folder.path, hold: { kind: 'step', times: 8, gate } });
    await child.printed('step', 8);
    child.send('SIGINT');
    // Not merged with the first by the system, and yet within the same step.
    await expect.poll(() => child.hasPendingSignal()).toBe(false);
    child.send('SIGINT');
    writeFileSync(gate, '');
    expect(await child.end()).toEqual({ exitCode: 130 });
    expect(readRunState(folder).status).toBe('interrupted');
    await finish(folder.path);
    expect(fingerprint(folder)).toEqual(expected);
  });
});

it('a terminal that is closed sends several signals, and the training is saved all the same', async () => {
  const folder = temporaryRun();
  const gate = `${folder.path}.gate`;
  const child = new Child({ folder: folder.path, hold: { kind: 'step', times: 4, gate } });
  await child.printed('step', 4);
  for (const signal of ['SIGHUP', 'SIGHUP', 'SIGTERM', 'SIGHUP'] as const) {
    child.send(signal);
    // Not merged with the next by the system.
    await expect.poll(() => child.hasPendingSignal()).toBe(false);
  }
  writeFileSync(gate, '');
  expect(await child.end()).toEqual({ exitCode: 129, outcome: 'stopped' });
  expect(readRunState(folder).status).toBe('stopped');
  await finish(folder.path);
  expect(fingerprint(folder)).toEqual(expected);
});

describe('several trainings that begin in one folder at one moment', () => {
  const racers = 6;

  async function race(options: ChildOptions): Promise<void> {
    const [startGate, gate] = [`${options.folder}.start`, `${options.folder}.gate`];
    const hold = { kind: 'start', times: 1, gate };
    const children = Array.from({ length: racers }, () => new Child({ ...options, startGate, hold }));
    await Promise.all(children.map((child) => child.printed('ready')));
    writeFileSync(startGate, '');
    // Nobody ends its training before all have tried.
    await Promise.all(children.map((child) => child.printed('start')));
    writeFileSync(gate, '');
    const ends = await Promise.all(children.map((child) => child.end()));
    const winner = ends.findIndex(({ outcome }) => outcome === 'completed');
    expect(winner, JSON.stringify(ends)).toBeGreaterThanOrEqual(0);
    const refusal = `${options.folder}: process ${children[winner].pid} on ${hostname()} trains here since 20`;
    for (const [index, end] of ends.entries()) {
      if (index === winner) continue;
      expect(end).toMatchObject({ exitCode: 1, code: 'RUN_LOCKED', message: expect.stringContaining(refusal) });
    }
  }

  it.each([1, 2, 3])('are one that trains and others that say who does (race %i)', async () => {
    const folder = temporaryRun();
    await race({ folder: folder.path });
    expect(fingerprint(folder)).toEqual(expected);
    expect(leftovers(folder)).toEqual([]);
  });

  it.each([1, 2, 3])('find the lock of a dead one, and one of them takes it over (race %i)', async () => {
    const folder = temporaryRun();
    const child = new Child({ folder: folder.path, hold: { kind: 'step', times: 8, gate: `${folder.path}.never` } });
    await child.printed('step', 8);
    child.send('SIGKILL');
    await child.end();
    expect(existsSync(folder.lock)).toBe(true);
    expect(readRunState(folder).status).toBe('interrupted');
    await race({ folder: folder.path });
    expect(fingerprint(folder)).toEqual(expected);
    expect(leftovers(folder)).toEqual([]);
  });
});
