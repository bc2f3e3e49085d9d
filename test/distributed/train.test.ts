// `mpirun googlenet train`: what several processes learn is what one learns, to the rounding of sums, and rank 0 alone writes
// and prints.
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeUnless, elsewhereThanLinux, itUnless } from '../support/unless.ts';
import { kinds, type Places, withoutHosts } from './launch.ts';
import { makeProject, Training, type TrainingProject, trainingArguments } from './training.ts';

const epochs = 2;

let project: TrainingProject;
beforeAll(async () => {
  project = await makeProject();
});

interface Row {
  readonly kind: string;
  readonly loss?: number;
  readonly valLoss?: number;
}

function rowsOf({ run }: Training): readonly Row[] {
  const lines = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line): Row => JSON.parse(line));
}

describe.concurrent('googlenet train under MPI', () => {
  for (const kind of kinds)
    describeUnless(elsewhereThanLinux ?? kind.missing, `processes of ${kind.name}`, () => {
      const train = (places: Places, ...more: readonly string[]) => {
        const cwd = mkdtempSync(join(tmpdir(), 'googlenet-team-runs-'));
        const argv = ['--run', 'run', ...trainingArguments(project, epochs), ...more];
        return new Training(kind, project, { cwd, argv, ...places });
      };

      it('learn what one process learns, and rank 0 alone writes and prints', async () => {
        const runs = [1, 2, 3].map((ranks) => train({ ranks }));
        for (const run of runs) expect(await run.end(), run.output).toBe(0);
        const [alone, ...together] = runs.map(rowsOf);
        expect(alone.length).toBeGreaterThan(6);
        for (const rows of together) {
          expect(rows.map(({ kind: row }) => row)).toEqual(alone.map(({ kind: row }) => row));
          for (const [index, { loss, valLoss }] of alone.entries())
            for (const [value = 0, other = 0] of [
              [loss, rows[index].loss],
              [valLoss, rows[index].valLoss],
            ])
              expect(Math.abs(other - value)).toBeLessThanOrEqual(1e-5 * Math.abs(value));
        }
        for (const [index, { output, run }] of runs.entries()) {
          expect(output.match(/results are in run: /g)).toHaveLength(1);
          expect(output.match(/epoch 001\/2 · /g)).toHaveLength(1);
          expect(readdirSync(join(run, '..'))).toEqual(['run']);
          const { group } = JSON.parse(readFileSync(join(run, 'environment.json'), 'utf8'));
          expect(group).toMatchObject({ transport: expect.stringContaining(kind.name) });
          expect(group.hosts).toHaveLength(index + 1);
          if (index > 0) expect(output).toContain(` · ${index + 1} processes on 1 host (${kind.name} `);
        }
      });

      itUnless(withoutHosts(), 'learn on two hosts the bits that they learn on one', async () => {
        const [here, apart] = [train({ ranks: 2 }), train({ ranks: 2, network: '200mbit' })];
        for (const run of [here, apart]) expect(await run.end(), run.output).toBe(0);
        expect(apart.output).toContain(' · 2 processes on 2 hosts (');
        const weights = [here, apart].map(({ run }) => readFileSync(join(run, 'weights', 'last.safetensors')));
        expect(weights[1]).toEqual(weights[0]);
        const [received, sent] = readFileSync(join(apart.folder, 'bytes'), 'utf8').split(' ').map(Number);
        const [{ group }, steps] = [
          JSON.parse(readFileSync(join(apart.run, 'environment.json'), 'utf8')),
          rowsOf(apart).filter(({ kind: row }) => row === 'epoch').length * 5,
        ];
        expect(group.hosts).toEqual(['host-1', 'host-2']);
        // The gradients of each step, of 21,386 parameters.
        for (const bytes of [received, sent]) expect(bytes).toBeGreaterThan(steps * 4 * 20_000);
      });

      it('tell once what keeps them from training', async () => {
        const run = train({ ranks: 2 }, '--init', 'nowhere.safetensors');
        expect(await run.end()).not.toBe(0);
        expect(run.output.match(/error [A-Z_]+: .*/g)).toEqual([
          expect.stringContaining("--init is 'nowhere.safetensors', which does not exist"),
        ]);
        expect(existsSync(run.run)).toBe(false);
        const mistyped = train({ ranks: 2 }, '--epochs', 'nought');
        expect(await mistyped.end()).not.toBe(0);
        // Once, unless the first of them started late; and MPICH's launcher ends no process that has not called MPI yet.
        const told = new Set(mistyped.output.match(/error [A-Z_]+: .*/g));
        expect([...told]).toEqual([expect.stringContaining("--epochs is 'nought'")]);
      });

      it('go on as another number of them, which is said', async () => {
        const first = train({ ranks: 2 });
        expect(await first.end(), first.output).toBe(0);
        const cwd = join(first.run, '..');
        const resumed = new Training(kind, project, {
          cwd,
          ranks: 3,
          argv: ['--resume', 'run', '--epochs', '3', '--stretch-schedule'],
        });
        expect(await resumed.end(), resumed.output).toBe(0);
        expect(resumed.output).toContain('the number of processes was 2 and is 3: from here on, numbers differ');
      });
    });
});
