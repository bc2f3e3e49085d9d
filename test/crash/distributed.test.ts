// Trainings of several processes under MPI, which are killed, stopped, cut off or lack disk space: none hangs, and what is
// resumed ends with the bytes of one that nothing disturbed. `npm run test:distributed -- --faults 60` disturbs more often.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RandomStream } from '../../src/random/random-stream.ts';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { readRunState } from '../../src/runs/run-state.ts';
import { kinds, type MpiKind, withoutHosts } from '../distributed/launch.ts';
import { makeProject, Training, type TrainingProject, trainingArguments } from '../distributed/training.ts';
import { patience } from '../support/patience.ts';
import { describeUnless, elsewhereThanLinux } from '../support/unless.ts';
import { fingerprint, hashOfState, leftovers } from './processes.ts';

const faults = Number(process.env.GOOGLENET_DISTRIBUTED_FAULTS ?? 3);
/** Where the long series leaves what it did, line by line. */
const record = process.env.GOOGLENET_DISTRIBUTED_RECORD;
/** What is promised, in milliseconds, after a fault that the ranks are told of. */
const promised = 10_000;
/** Seconds that ranks wait for each other. */
const collectiveTimeout = 5;
const epochs = 40;

let project: TrainingProject;
const disk = mkdtempSync(join(tmpdir(), 'googlenet-team-disk-'));
let hasDisk = false;
beforeAll(async () => {
  project = await makeProject();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk], { stdio: 'pipe' });
    hasDisk = true;
  } catch {
    // Then no disk becomes full.
  }
});
afterAll(() => {
  if (hasDisk) execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'googlenet-team-runs-'));
}

/** Begins, or goes on where there is something to go on with. */
function begin(kind: MpiKind, cwd: string, network?: string): Training {
  const isBegun = existsSync(join(cwd, 'run', 'config.json'));
  const argv = isBegun ? ['--resume', 'run'] : ['--run', 'run', ...trainingArguments(project, epochs)];
  return new Training(kind, project, {
    cwd,
    ranks: 2,
    argv: [...argv, '--collective-timeout', String(collectiveTimeout)],
    ...(network === undefined ? {} : { network }),
  });
}

async function until(isTrue: () => boolean, training: Training): Promise<void> {
  while (!isTrue() && !training.hasEnded) await sleep(10);
}

/** @returns milliseconds until all of its processes have ended */
async function timeToEnd(training: Training): Promise<number> {
  const start = performance.now();
  await training.end();
  while (training.ranks().size > 0) await sleep(10);
  return performance.now() - start;
}

interface FaultOfTraining {
  readonly needs?: 'disk' | 'hosts';
  /** Beyond what is promised: until the others know. */
  readonly notice?: number;
  readonly disturb: (training: Training, draw: () => number) => void;
  /** Before it is resumed. */
  readonly mend?: () => void;
}

const ballast = join(disk, 'ballast');
const faultsByName: Readonly<Record<string, FaultOfTraining>> = {
  'kill -9 of a rank': {
    disturb: (training, draw) => {
      const pids = [...training.ranks().values()];
      const pid = pids[Math.floor(draw() * pids.length)];
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
  },
  'SIGTERM to the launcher': { disturb: (training) => training.stop('SIGTERM') },
  'SIGINT to the launcher': { disturb: (training) => training.stop('SIGINT') },
  'SIGTERM to a rank': {
    disturb: (training, draw) => {
      const pids = [...training.ranks().values()];
      const pid = pids[Math.floor(draw() * pids.length)];
      if (pid !== undefined) process.kill(pid, 'SIGTERM');
    },
  },
  'a full disk on rank 0': {
    needs: 'disk',
    // It warns, goes on, and ends when all is trained.
    notice: patience.test,
    disturb: () => {
      for (let size = 32 * 2 ** 20; size >= 1024; size /= 2) {
        try {
          appendFileSync(ballast, Buffer.alloc(size));
        } catch {
          // What fitted was written.
        }
      }
    },
    mend: () => rmSync(ballast, { force: true }),
  },
  'a host that is cut off': {
    needs: 'hosts',
    // Its own wait, and the time in which a rank that runs answers.
    notice: collectiveTimeout * 1000 + 2000,
    disturb: (training) => writeFileSync(join(training.folder, 'cut'), ''),
  },
};

for (const kind of kinds)
  describeUnless(elsewhereThanLinux ?? kind.missing, `processes of ${kind.name}`, () => {
    it(
      `end, and are resumed to the same bytes: ${faults} faults at random moments`,
      async () => {
        const random = new RandomStream(Date.now(), `faults of ${kind.name}`);
        let draws = 0;
        const draw = () => random.uniform(draws++);
        const whole = begin(kind, newFolder());
        const hasBegun = ({ run }: Training) => existsSync(join(run, 'metrics.jsonl'));
        await until(() => hasBegun(whole), whole);
        const span = performance.now();
        const last = `epoch-00${epochs + 1}-step-000000.safetensors`;
        await until(() => existsSync(join(whole.run, 'checkpoints', last)), whole);
        const trainingTime = performance.now() - span;
        expect(await whole.end(), whole.output).toBe(0);
        const expected = fingerprint(new RunFolder(whole.run), hashOfState);

        const possible = Object.entries(faultsByName).filter(
          ([, { needs }]) => (needs !== 'disk' || hasDisk) && (needs !== 'hosts' || withoutHosts() === undefined),
        );
        const first = Math.floor(draw() * possible.length);
        for (let fault = 0; fault < faults; fault++) {
          const [name, { needs, notice = 0, disturb, mend }] = possible[(fault + first) % possible.length];
          const cwd = needs === 'disk' ? mkdtempSync(join(disk, 'runs-')) : newFolder();
          const network = needs === 'hosts' ? 'unlimited' : undefined;
          const training = begin(kind, cwd, network);
          const isEarly = draw() < 0.15;
          if (!isEarly) await until(() => hasBegun(training), training);
          await sleep(draw() * (isEarly ? 1000 : trainingTime));
          const ended = training.hasEnded;
          disturb(training, draw);
          const took = await timeToEnd(training);
          const story = `${name}${isEarly ? ', early' : ''}, ended after ${Math.round(took)} ms:\n${training.output}`;
          expect(took, story).toBeLessThan(promised + notice);
          mend?.();
          const resumed = begin(kind, cwd, network);
          const resumedCode = await resumed.end();
          expect(resumedCode, `${story}\nresumed:\n${resumed.output}`).toBe(0);
          const folder = new RunFolder(training.run);
          expect(fingerprint(folder, hashOfState), story).toEqual(expected);
          expect(leftovers(folder)).toEqual([]);
          expect(readRunState(folder).status).toBe('done');
          if (record !== undefined)
            appendFileSync(
              record,
              `${JSON.stringify({ kind: kind.name, name, isEarly, ended, took: Math.round(took) })}\n`,
            );
          if (needs === 'disk') rmSync(cwd, { recursive: true });
        }
      },
      patience.test * Math.max(1, faults / 5),
    );
  });
