// A command's outside world in memory: what it prints is kept, the dataset is made up, signals come when a test says so.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { CommandContext, Environment } from '../../src/cli/command-context.ts';
import { run } from '../../src/cli/main.ts';
import type { StopSignal } from '../../src/cli/terminal/stop-signals.ts';
import { TextOutput } from '../../src/cli/terminal/text-output.ts';
import type { ImageDataset } from '../../src/data/dataset.ts';

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  /** Without the notes. */
  readonly stderr: string;
  /** What was said of the options, without `note: `; missing where nothing was. */
  readonly notes?: readonly string[];
}

export interface World {
  readonly env?: Environment;
  readonly input?: string;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly workingDirectory?: string;
  /** How the program is called there. */
  readonly program?: string;
  /** Called with all that was printed so far; what it returns is sent as a signal. */
  readonly signalAfter?: (printed: string) => StopSignal | undefined;
  readonly spawn?: CommandContext['spawn'];
  /** Default: one that is made up. */
  readonly loadDataset?: CommandContext['loadDataset'];
  /** Another one stands for another dataset. */
  readonly datasetHash?: string;
  readonly exit?: (code: number) => void;
  /** Read the words, and do nothing. */
  readonly isCheckOnly?: boolean;
}

export async function runCommand(argv: readonly string[], world: World = {}): Promise<CommandResult> {
  const { env = {}, input = '', isTTY = false, columns = 80, workingDirectory = temporaryFolder() } = world;
  const listeners = new Set<(signal: StopSignal) => void>();
  const stdout = new TextSink(isTTY, columns, (printed) => {
    const signal = world.signalAfter?.(printed);
    if (signal !== undefined) for (const listener of listeners) listener(signal);
  });
  const stderr = new TextSink(isTTY, columns);
  const context: CommandContext = {
    stdin: Readable.from([input]),
    stdout: new TextOutput(stdout),
    stderr: new TextOutput(stderr),
    env,
    program: world.program ?? 'googlenet',
    workingDirectory,
    loadDataset:
      world.loadDataset ??
      (async ({ split, limit = 4 }) => ({ ...madeUpDataset(split, limit), sha256: world.datasetHash ?? '' })),
    onStopSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    spawn: world.spawn ?? spawn,
    exit: world.exit ?? (() => {}),
  };
  const exitCode = await run(argv, context, { isCheckOnly: world.isCheckOnly ?? false });
  const lines = stderr.text.split(/(?<=\n)/);
  const notes = lines.filter((line) => line.startsWith('note: ')).map((line) => line.slice(6).trimEnd());
  return {
    exitCode,
    stdout: stdout.text,
    stderr: lines.filter((line) => !line.startsWith('note: ')).join(''),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'googlenet-cli-'));
}

class TextSink extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;
  readonly #onText: (text: string) => void;

  constructor(isTTY: boolean, columns: number, onText: (text: string) => void = () => {}) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
    this.columns = columns;
    this.#onText = onText;
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    this.#onText(this.text);
    done();
  }
}

/** Each class has its own brightness. */
function madeUpDataset(split: string, count: number): ImageDataset {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  return {
    name: `made-up/${split}`,
    images: Uint8Array.from({ length: count * 28 * 28 }, (_, pixel) => 25 * labels[Math.floor(pixel / 784)]),
    labels,
    count,
    rows: 28,
    columns: 28,
    classNames: Array.from({ length: 10 }, (_, label) => String(label)),
    sha256: '',
  };
}
