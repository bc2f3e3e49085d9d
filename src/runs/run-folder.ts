// The layout of a run's folder: which file lies where, and how a new folder is made.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isSystemError } from '../errors/system-error.ts';
import { makeFolder } from '../formats/make-folder.ts';
import { isThere } from './reading.ts';
import { writing } from './writing.ts';

export class RunFolder {
  readonly path: string;

  /** @param path absolute; it need not exist */
  constructor(path: string) {
    this.path = path;
  }

  /** Every resolved option and where it came from. see: run-config.ts */
  get config(): string {
    return join(this.path, 'config.json');
  }

  /** Which files of a folder of pictures belong to which part. */
  get files(): string {
    return join(this.path, 'files.json');
  }

  /** What it was computed with and on. */
  get environment(): string {
    return join(this.path, 'environment.json');
  }

  /** How the run stands. see: run-state.ts */
  get state(): string {
    return join(this.path, 'state.json');
  }

  /** Who trains here. see: run-lock.ts */
  get lock(): string {
    return join(this.path, 'run.lock');
  }

  /** What somebody wants to remember of it. see: run-note.ts */
  get note(): string {
    return join(this.path, 'note.txt');
  }

  /** The layers of the model. */
  get summary(): string {
    return join(this.path, 'summary.txt');
  }

  /** A line for each logged step and each epoch. see: metrics-log.ts */
  get metrics(): string {
    return join(this.path, 'metrics.jsonl');
  }

  /** A row for each epoch. */
  get table(): string {
    return join(this.path, 'metrics.csv');
  }

  get lastWeights(): string {
    return join(this.path, 'weights', 'last.safetensors');
  }

  get bestWeights(): string {
    return join(this.path, 'weights', 'best.safetensors');
  }

  /** The page that shows everything. see: report/write-run-report.ts */
  get report(): string {
    return join(this.path, 'report.html');
  }

  /** see: checkpoint-store.ts */
  get checkpoints(): string {
    return join(this.path, 'checkpoints');
  }

  /** Folders that a training makes at its start. */
  get subfolders(): readonly string[] {
    return [dirname(this.lastWeights), this.checkpoints];
  }

  /** Whether a training was begun here, which is not to be lost. @throws RunFolderError where that cannot be seen */
  get holdsRun(): boolean {
    return isThere(this.config) || isThere(this.metrics);
  }

  /** What to tell people of; a run that was stopped in its first epoch has no best weights yet. */
  get results(): readonly string[] {
    const paths = [this.metrics, this.table, this.lastWeights, this.bestWeights].filter((path) => existsSync(path));
    return paths.map((path) => relative(this.path, path));
  }

  /** Relative where it lies inside the working directory. */
  shownFrom(workingDirectory: string): string {
    const inside = relative(workingDirectory, this.path);
    return inside === '' || inside.startsWith('..') ? this.path : inside;
  }

  /** Makes it and its subfolders, where they are missing. @throws RunFolderError */
  make(): void {
    writing(this.path, () => {
      for (const folder of this.subfolders) makeFolder(folder);
    });
  }
}

/** Makes the next of PARENT/NAME-1, -2, … @throws RunFolderError */
export function makeNumberedFolder(parent: string, name: string): RunFolder {
  return writing(parent, () => {
    makeFolder(parent);
    for (;;) {
      const taken = readdirSync(parent).map((entry) => {
        const number = entry.startsWith(`${name}-`) ? entry.slice(name.length + 1) : '';
        return /^\d+$/.test(number) ? Number(number) : 0;
      });
      const path = join(parent, `${name}-${Math.max(0, ...taken) + 1}`);
      try {
        mkdirSync(path);
        return new RunFolder(path);
      } catch (error) {
        // Another training that begins at this moment has it: take the next.
        if (!isSystemError(error, 'EEXIST')) throw error;
      }
    }
  });
}
