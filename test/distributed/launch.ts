// Ranks in processes of their own, started by the launchers of MPICH and Open MPI where these are installed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from '../../scripts/setup/find-program.mjs';
import { patience } from '../support/patience.ts';
import type { Outcome } from './child.ts';

export interface MpiKind {
  readonly name: 'MPICH' | 'Open MPI';
  readonly program: string | undefined;
  readonly argv: readonly string[];
  /** The library of the other kind. */
  readonly strange: string;
  readonly missing: string | undefined;
}

/** By names of their own, since Debian's alternatives decide whose `mpirun` is. */
export const kinds: readonly MpiKind[] = [
  kind('MPICH', ['mpirun.mpich', 'mpiexec.hydra'], [], 'libmpi.so.40'),
  kind('Open MPI', ['mpirun.openmpi'], ['--allow-run-as-root', '--oversubscribe'], 'libmpich.so.12'),
];

function kind(name: MpiKind['name'], programs: readonly string[], argv: readonly string[], strange: string): MpiKind {
  const program = findProgram(programs);
  return { name, program, argv, strange, missing: program === undefined ? `${name} is not installed` : undefined };
}

export interface LaunchOptions {
  readonly ranks: number;
  /** Milliseconds; none where it does not matter. */
  readonly timeout?: number;
  /** The library, where it is not the launcher's. */
  readonly path?: string;
}

/** What a test starts and looks at. */
export class Launch {
  readonly folder = mkdtempSync(join(tmpdir(), 'mpi-'));
  readonly #process: ChildProcess;
  readonly #ended: Promise<readonly unknown[]>;
  #output = '';

  constructor(
    { program, argv }: MpiKind,
    script: string,
    scenario: string,
    { ranks, timeout = patience.poll, path = '' }: LaunchOptions,
  ) {
    const words = [
      ...argv,
      '-n',
      String(ranks),
      process.execPath,
      script,
      scenario,
      this.folder,
      String(timeout),
      path,
    ];
    this.#process = spawn(program ?? '', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ended = once(this.#process, 'close');
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
  }

  /** What the launcher and the ranks print. */
  get output(): string {
    return this.#output;
  }

  stop(): void {
    this.#process.kill('SIGTERM');
  }

  /** @returns the launcher's exit code */
  async end(): Promise<number> {
    const [code, signal] = await this.#ended;
    return signal === null ? Number(code) : -1;
  }

  /** By rank. */
  outcomes(): readonly Outcome[] {
    const names = readdirSync(this.folder).sort();
    return names.map((name) => JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as Outcome);
  }

  /** Until all ranks have written something. */
  async started(ranks: number): Promise<void> {
    const files = Array.from({ length: ranks }, (_, rank) => join(this.folder, `${rank}.json`));
    while (!files.every((file) => existsSync(file))) {
      if (this.#process.exitCode !== null) throw new Error(`it has ended: ${this.#output}`);
      await sleep(20);
    }
  }
}
