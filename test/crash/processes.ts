// Trainings in processes of their own, compiled from the sources as they are, that a test can kill.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/training/checkpoint.ts';
import { compileScript } from '../support/compile-script.ts';
import { readScalars } from '../support/read-events.ts';
import type { ChildEnd, ChildOptions } from './child.ts';

let script: string;

/** Before the first child. */
export function compileChild(): void {
  script = compileScript('crash');
}

export class Child {
  readonly lines: string[] = [];
  readonly #process;
  readonly #ended: Promise<readonly unknown[]>;
  #wakeUp = () => {};

  constructor(options: ChildOptions) {
    this.#process = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ended = once(this.#process, 'close');
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        this.#wakeUp();
      });
    }
    this.#ended.then(() => this.#wakeUp());
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Until the line was printed so many times, or the process has ended. */
  async printed(line: string, times = 1): Promise<void> {
    while (this.lines.filter((printed) => printed === line).length < times && !this.hasEnded) {
      await new Promise<void>((resolve) => {
        this.#wakeUp = resolve;
      });
    }
  }

  send(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Whether it was sent a signal that it has not taken yet. Where the system does not say so: after a while it has. */
  async hasPendingSignal(): Promise<boolean> {
    await setTimeout(20);
    const status = `/proc/${this.pid}/status`;
    return existsSync(status) && /^(Sig|Shd)Pnd:.*[1-9a-f]/m.test(readFileSync(status, 'utf8'));
  }

  /** @returns the exit code, null if it was killed; and its last line, of a child that came to its end */
  async end(): Promise<ChildEnd & { readonly exitCode: number | null }> {
    const [exitCode] = await this.#ended;
    const last = this.lines.at(-1) ?? '';
    return { exitCode: exitCode as number | null, ...(last.startsWith('{') ? JSON.parse(last) : {}) };
  }
}

export function temporaryRun(): RunFolder {
  return new RunFolder(join(mkdtempSync(join(tmpdir(), 'googlenet-crash-')), 'run'));
}

const hash = (path: string) => hashOf(readFileSync(path));

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The hash of a checkpoint without the command line's options, which say whether the run was resumed. */
export function hashOfState(path: string): string {
  return hashOf(encodeCheckpoint({ ...decodeCheckpoint(readFileSync(path), path), configuration: {} }));
}

/**
 * All that must be equal, however often the training was interrupted: newest checkpoint, weights, metrics and events but for
 * times.
 */
export function fingerprint(folder: RunFolder, hashOfCheckpoint = hash) {
  const checkpoint = readdirSync(folder.checkpoints)
    .filter((name) => name.startsWith('epoch'))
    .sort()
    .at(-1);
  const { 'batch/images_per_second': _, ...scalars } = readScalars(folder.path);
  return {
    checkpoint,
    state: hashOfCheckpoint(join(folder.checkpoints, checkpoint ?? '')),
    best: hashOfCheckpoint(join(folder.checkpoints, 'best.safetensors')),
    weights: [folder.lastWeights, folder.bestWeights].map(hash),
    metrics: readFileSync(folder.metrics, 'utf8').replaceAll(/"(seconds|imagesPerSecond)":[^,}]*/g, '"$1":0'),
    table: readFileSync(folder.table, 'utf8').replaceAll(/,[^,]*$/gm, ''),
    scalars,
  };
}

/** Names of all files that only a crash leaves behind. */
export function leftovers(folder: RunFolder): readonly string[] {
  const names = readdirSync(folder.path, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(tmp|damaged|new)$|run\.lock/.test(name));
}
