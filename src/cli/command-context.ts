// All that a command may touch of the outside world, so that tests can put their own in its place.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { ImageDataset } from '../data/dataset.ts';
import { type FashionMnistOptions, fashionMnist } from '../data/fashion-mnist.ts';

/** A stream for people to read: the process's own, or a test's. */
export interface TextOutput extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** Width of the terminal. */
  readonly columns?: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const stopSignals = ['SIGINT', 'SIGTERM'] as const;
export type StopSignal = (typeof stopSignals)[number];

export interface CommandContext {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly env: Environment;
  readonly workingDirectory: string;
  readonly loadDataset: (options: FashionMnistOptions) => Promise<ImageDataset>;
  /** @returns what removes the listener again */
  readonly onStopSignal: (listener: (signal: StopSignal) => void) => () => void;
  /** Starts another process. */
  readonly spawn: (command: string, argv: readonly string[], options: SpawnOptions) => ChildProcess;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** The real world: the one place that reads `process`. */
export function processContext(): CommandContext {
  const { stdin, stdout, stderr, env } = process;
  return {
    stdin,
    stdout,
    stderr,
    env,
    workingDirectory: process.cwd(),
    loadDataset: fashionMnist,
    onStopSignal(listener) {
      for (const signal of stopSignals) process.on(signal, listener);
      return () => {
        for (const signal of stopSignals) process.off(signal, listener);
      };
    },
    spawn,
    exit: (code) => process.exit(code),
  };
}
