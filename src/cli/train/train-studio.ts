// `train --studio`: the studio as a process of its own beside the training. It ends when the pipe to its standard input
// closes, which the system does even for a training that is killed; the training neither waits for it nor needs it.
import { constants, setPriority } from 'node:os';
import { basename, dirname } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { RunFolder } from '../../runs/run-folder.ts';
import { type CommandContext, programFile } from '../command-context.ts';
import type { Language } from '../terminal/language.ts';

export interface TrainStudioOptions {
  readonly language: Language;
  /** Called with the address of the run's page. */
  readonly onOpen: (url: string) => void;
  readonly onWarning: (text: string) => void;
}

/** @returns what ends it */
export function startStudio(
  run: RunFolder,
  { spawn, workingDirectory }: Pick<CommandContext, 'spawn' | 'workingDirectory'>,
  { language, onOpen, onWarning }: TrainStudioOptions,
): Disposable {
  const directory = directoryToShow(run);
  const argv = [programFile, 'studio', directory, '--until-input-ends', '--lang', language];
  const studio = spawn(process.execPath, argv, { cwd: workingDirectory, stdio: 'pipe', windowsHide: true });
  let isWanted = true;
  let lastErrorLine = '';
  const reportEnd = (reason: string) => {
    if (isWanted) onWarning(reason);
    isWanted = false;
  };
  studio.once('error', (error) => reportEnd(error.message));
  studio.once('close', () => reportEnd(lastErrorLine));
  if (studio.stdout !== null) {
    linesOf(studio.stdout).once('line', (line) => {
      const [url] = /http:\/\/\S+\//.exec(line) ?? [];
      if (isWanted && url !== undefined) onOpen(`${url}runs/${encodeURIComponent(basename(run.path))}`);
    });
  }
  if (studio.stderr !== null) {
    linesOf(studio.stderr).on('line', (line) => {
      lastErrorLine = line;
    });
  }
  // Closing it tells a studio to end that may just have ended.
  studio.stdin?.on('error', () => {});
  lowerPriority(studio.pid);
  for (const each of [studio, studio.stdin, studio.stdout, studio.stderr]) unref(each);
  return {
    [Symbol.dispose]() {
      isWanted = false;
      studio.stdin?.end();
    },
  };
}

/** The folder that the studio shows: the run with those beside it. */
export function directoryToShow(run: RunFolder): string {
  const parent = dirname(run.path);
  // A run inside of a run would not be found there.
  return new RunFolder(parent).holdsRun ? run.path : parent;
}

/** To the last that can be read: how the studio ended, its process tells. */
function linesOf(input: Readable): Interface {
  return createInterface({ input }).on('error', () => {});
}

/** The training has the processor first. */
function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // The process has ended already, or the system does not let us end it.
  }
}

/** Pipes are sockets, which the training's process would wait for. */
function unref(handle: object | null): void {
  if (handle !== null && 'unref' in handle && typeof handle.unref === 'function') handle.unref();
}
