// All that a command may touch of the outside world, so that tests can put their own in its place.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ImageDataset } from '../data/dataset.ts';
import { type FashionMnistOptions, fashionMnist } from '../data/fashion-mnist/fashion-mnist.ts';
import { EnvironmentError } from '../errors/environment-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { findProgram } from './program-name.ts';
import { onStopSignal, type StopSignal } from './terminal/stop-signals.ts';
import { TextOutput } from './terminal/text-output.ts';
import { isWindowsConsole } from './terminal/windows-console.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface CommandContext {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly env: Environment;
  /** How this program is called here, e.g. `npx googlenet`: for what people are told to type. see: program-name.ts */
  readonly program: string;
  /** @throws EnvironmentError where there is none: it was deleted */
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
  const { stdin, env, platform } = process;
  const isConsole = isWindowsConsole(platform, env);
  return {
    stdin,
    stdout: new TextOutput(process.stdout, { isConsole }),
    stderr: new TextOutput(process.stderr, { isConsole }),
    env,
    program: findProgram({ file: programFile, env, workingDirectory: existingDirectory() }),
    get workingDirectory() {
      return workingDirectory();
    },
    loadDataset: fashionMnist,
    onStopSignal,
    spawn,
    exit: (code) => process.exit(code),
  };
}

/** The program's file, found from src/cli as from dist/cli. */
export const programFile = fileURLToPath(new URL('../../bin/googlenet.js', import.meta.url));

function existingDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new EnvironmentError(`the folder that this was started in is gone: ${reasonOf(cause)}`, {
      hint: 'go to one that exists',
      cause,
    });
  }
}
