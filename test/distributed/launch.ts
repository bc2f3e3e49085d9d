// Ranks in processes of their own, started by the launchers of MPICH and Open MPI where these are installed.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { patience } from '../support/patience.ts';
import type { Outcome } from './child.ts';
import { launchers, type MpiLauncher } from './launchers.mjs';

export interface MpiKind extends MpiLauncher {
  /** The library of the other kind. */
  readonly strange: string;
  readonly missing: string | undefined;
}

const strangers = { MPICH: 'libmpi.so.40', 'Open MPI': 'libmpich.so.12' };

export const kinds: readonly MpiKind[] = launchers.map((launcher) => ({
  ...launcher,
  strange: strangers[launcher.name],
  missing: launcher.program === undefined ? `${launcher.name} is not installed` : undefined,
}));

export interface Places {
  readonly ranks: number;
  /** The working directory of all of them. Default: that of the tests. */
  readonly cwd?: string;
  /** Puts each rank on a host of its own; with-hosts.sh says which networks there are. */
  readonly network?: string;
}

export interface LaunchOptions extends Places {
  /** Milliseconds; none where it does not matter. */
  readonly timeout?: number;
  /** The library, where it is not the launcher's. */
  readonly path?: string;
}

const withHosts = fileURLToPath(new URL('with-hosts.sh', import.meta.url));

/** Why this machine cannot make hosts. */
export function withoutHosts(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has network namespaces';
  const make = 'ip link add bridge0 type bridge && ip link add veth0 type veth peer name veth1';
  const { status } = spawnSync('unshare', ['--net', '--mount', '--pid', '--fork', '--mount-proc', 'sh', '-c', make]);
  return status === 0
    ? undefined
    : 'network namespaces cannot be made here: that needs root, iproute2 and the right to';
}

/** Processes of Node that a launcher starts. */
export class Launched {
  /** Where what stands beside them is, such as the hosts. */
  readonly folder = mkdtempSync(join(tmpdir(), 'mpi-'));
  readonly #process: ChildProcess;
  readonly #ended: Promise<readonly unknown[]>;
  #output = '';

  /** @param argv what Node is given */
  constructor(kind: MpiKind, argv: readonly string[], { ranks, cwd, network }: Places) {
    const program = kind.program ?? '';
    const command = ['-n', String(ranks), process.execPath, ...argv];
    if (network === undefined) this.#process = start(program, [...kind.argv, ...command], cwd);
    else {
      const hosts = Array.from({ length: ranks }, (_, rank) => `host-${rank + 1}`);
      const launcher = [program, ...kind.argv, ...kind.onHosts(hosts, join(this.folder, 'ssh'))];
      this.#process = start(withHosts, [this.folder, String(ranks), network, ...launcher, ...command], cwd);
    }
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

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#process.kill(signal);
  }

  /** @returns the launcher's exit code */
  async end(): Promise<number> {
    const [code, signal] = await this.#ended;
    return signal === null ? Number(code) : -1;
  }
}

/** Ranks that play a scenario of child.ts. */
export class Launch extends Launched {
  readonly #outcomes: string;

  constructor(
    kind: MpiKind,
    script: string,
    scenario: string,
    { timeout = patience.poll, path = '', ...places }: LaunchOptions,
  ) {
    const outcomes = mkdtempSync(join(tmpdir(), 'mpi-outcomes-'));
    super(kind, [script, scenario, outcomes, String(timeout), path], places);
    this.#outcomes = outcomes;
  }

  /** By rank. */
  outcomes(): readonly Outcome[] {
    const names = readdirSync(this.#outcomes)
      .filter((name) => name.endsWith('.json'))
      .sort();
    return names.map((name) => JSON.parse(readFileSync(join(this.#outcomes, name), 'utf8')) as Outcome);
  }

  /** Until all ranks have written something. */
  async started(ranks: number): Promise<void> {
    const files = Array.from({ length: ranks }, (_, rank) => join(this.#outcomes, `${rank}.json`));
    while (!files.every((file) => existsSync(file))) {
      if (this.hasEnded) throw new Error(`it has ended: ${this.output}`);
      await sleep(20);
    }
  }
}

function start(program: string, argv: readonly string[], cwd = process.cwd()): ChildProcess {
  return spawn(program, argv, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}
