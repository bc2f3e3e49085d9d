// One training per folder: `run.lock` says which process trains here. It appears with its content in one step (a hard
// link), so whoever reads it knows the holder. The lock of a dead process is taken over under a lock of its own, named
// by the dead one's token: of several that find it, one replaces it, and the others then find a living holder.
import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { isSystemError } from '../errors/system-error.ts';
import { placeNew } from '../formats/place-new.ts';
import { largestTextFile, readRegularFileSync } from '../formats/regular-file.ts';
import { currentProcess, isRunning } from './process-identity.ts';
import { RunFolderError } from './run-folder-error.ts';
import { RunLockedError } from './run-locked-error.ts';
import { writing } from './writing.ts';

const holderSchema = z.object({
  pid: z.int(),
  host: z.string(),
  birth: z.string(),
  /** ISO 8601. */
  since: z.string(),
  /** Identifies this one taking of the lock; never used again. */
  token: z.string().regex(/^[0-9a-f-]{36}$/),
});

export type LockHolder = z.output<typeof holderSchema>;

export interface LockOptions {
  /**
   * Takes it also from a process on another machine, of which nobody can tell whether it still runs; never from one that
   * runs on this machine.
   */
  readonly force?: boolean;
}

export class RunLock implements Disposable {
  #path: string;
  /** The process that held the lock before and did not give it back. */
  readonly takenFrom: LockHolder | undefined;
  readonly #token: string;

  private constructor(path: string, token: string, takenFrom: LockHolder | undefined) {
    this.#path = path;
    this.#token = token;
    this.takenFrom = takenFrom;
  }

  /** @throws RunLockedError naming the process that holds it; RunFolderError where it cannot be written */
  static take(path: string, options: LockOptions = {}): RunLock {
    const holder: LockHolder = { ...currentProcess(), since: new Date().toISOString(), token: randomUUID() };
    const mine = `${path}.${holder.token}.new`;
    let taken: TakenLock | undefined;
    try {
      writing(path, () => writeFileSync(mine, `${JSON.stringify(holder)}\n`, { flag: 'wx' }));
      for (;;) {
        taken = takePlace(mine, path, options);
        if (taken !== undefined) break;
        pause(10);
      }
    } finally {
      rmSync(mine, { force: true });
    }
    removeLeftovers(path);
    return new RunLock(path, holder.token, taken.from);
  }

  /** Does what its holder begins with; gives it back where that fails. */
  begin<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  get path(): string {
    return this.#path;
  }

  /** Its folder was renamed while it was held. */
  moveTo(path: string): void {
    this.#path = path;
  }

  /** Removes it, if it is still this one. */
  [Symbol.dispose](): void {
    if (readLockHolder(this.path)?.token === this.#token) rmSync(this.path, { force: true });
  }
}

interface TakenLock {
  readonly from: LockHolder | undefined;
}

/**
 * Makes the file the lock, if there is none or that of a dead process.
 * @returns undefined if somebody else is just taking over: to be tried again
 */
function takePlace(mine: string, path: string, options: LockOptions): TakenLock | undefined {
  if (appear(mine, path)) return { from: undefined };
  const found = readLockHolder(path);
  // Gone again: its holder has just ended.
  if (found === undefined) return undefined;
  if (isHeld(found, options)) throw lockedBy(found, path);
  using right = takeIfFree(`${path}.${found.token}`, options);
  if (right === undefined || readLockHolder(path)?.token !== found.token) return undefined;
  writing(path, () => renameSync(mine, path));
  return { from: found };
}

/** @returns undefined while a process of this machine has it, which is about to give it back */
function takeIfFree(path: string, options: LockOptions): RunLock | undefined {
  try {
    return RunLock.take(path, options);
  } catch (error) {
    if (!(error instanceof RunLockedError)) throw error;
    const holder = readLockHolder(path);
    if (holder !== undefined && isRunning(holder) === 'unknown') throw error;
    return undefined;
  }
}

function isHeld(holder: LockHolder, { force = false }: LockOptions): boolean {
  const running = isRunning(holder);
  return running === 'unknown' ? !force : running;
}

/** @throws RunLockedError naming the living process that holds it */
export function requireUnlocked(path: string, options: LockOptions = {}): void {
  const holder = readLockHolder(path);
  if (holder !== undefined && isHeld(holder, options)) throw lockedBy(holder, path);
}

/** @returns undefined where nobody ever took it or it was given back; the process may be dead */
export function readLockHolder(path: string): LockHolder | undefined {
  let text: string;
  try {
    text = readRegularFileSync(path, largestTextFile).toString();
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT', 'ENOTDIR')) return undefined;
    throw unreadable(path, cause);
  }
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** @returns false if there is one already */
function appear(mine: string, path: string): boolean {
  return writing(dirname(path), () => {
    try {
      placeNew(mine, path);
      return true;
    } catch (error) {
      if (isSystemError(error, 'EEXIST')) return false;
      throw error;
    }
  });
}

/** What processes left behind that died while they took the lock. */
function removeLeftovers(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(`${basename(path)}.`))) {
    try {
      const holder = readLockHolder(join(folder, name));
      if (holder !== undefined && isRunning(holder) === false) rmSync(join(folder, name), { force: true });
    } catch (error) {
      // The lock is just being written.
      if (!(error instanceof RunFolderError)) throw error;
    }
  }
}

function lockedBy(holder: LockHolder, path: string): RunLockedError {
  const { pid, host, since } = holder;
  const hint =
    isRunning(holder) === 'unknown'
      ? `wait for it; if nothing trains on ${host} any more, take the run over: --resume with --force`
      : 'wait for it or stop it, or train into another folder';
  return new RunLockedError(`${dirname(path)}: process ${pid} on ${host} trains here since ${since}`, { hint });
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function unreadable(path: string, cause: unknown): RunFolderError {
  const hint = 'if nothing trains in this folder, delete the file';
  return new RunFolderError(`${path}: does not say who trains here`, { hint, cause });
}
