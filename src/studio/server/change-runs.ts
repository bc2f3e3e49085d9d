// What a page may change: a run's note, its name, and whether it is among the runs. Nothing is destroyed: a run that is
// deleted moves into `.trash` beside it. Each change holds the run's lock, so that none is made under a training.
import { lstatSync, mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { reasonOf } from '../../errors/reason-of.ts';
import { freeName } from '../../runs/free-name.ts';
import { longestNote } from '../../runs/note-length.ts';
import { RunFolder } from '../../runs/run-folder.ts';
import { RunLock } from '../../runs/run-lock.ts';
import { RunLockedError } from '../../runs/run-locked-error.ts';
import { readRunNote, writeRunNote } from '../../runs/run-note.ts';
import { checked, type Shape } from '../checked.ts';
import { findRun } from '../follower/find-runs.ts';
import type { PackagedRuns } from '../packaged-runs.ts';
import type { MovedRun, NoteChange, RunRename } from '../protocol.ts';
import { noteChangeShape, renameShape } from '../protocol-shapes.ts';
import { answering, badRequest, noRun, RequestFailure } from './failure.ts';
import { isPlainName } from './inside-path.ts';
import { RequestBodies } from './request-bodies.ts';

const limits = { largest: 2 ** 16, mostHeld: 2 ** 20, longest: 10_000 };
const trashName = '.trash';
/** Bytes; systems take 255 for a name, and files beside it have longer ones. */
const longestName = 200;

export interface RunChangesOptions {
  /** Folder of the runs, absolute. */
  readonly directory: string;
  readonly packaged: PackagedRuns;
  /** Known when the server listens. */
  readonly isAllowed: () => boolean;
}

export class RunChanges {
  readonly #directory: string;
  readonly #packaged: PackagedRuns;
  readonly #isAllowed: () => boolean;
  readonly #bodies = new RequestBodies(limits);

  constructor({ directory, packaged, isAllowed }: RunChangesOptions) {
    this.#directory = directory;
    this.#packaged = packaged;
    this.#isAllowed = isAllowed;
  }

  get isAllowed(): boolean {
    return this.#isAllowed();
  }

  /** @throws RequestFailure */
  async note(id: string, request: Request): Promise<void> {
    const { text, before } = await this.#read<NoteChange>(request, 'the note', noteChangeShape);
    if (text.length > longestNote)
      throw badRequest(`the note has ${text.length} letters`, `at most ${longestNote} are kept`);
    const folder = new RunFolder(await this.#find(id));
    await changing(folder, () => {
      if (readRunNote(folder) !== before) {
        throw conflict('NOTE_CHANGED', 'the note was changed meanwhile', 'copy yours, and look at the other one first');
      }
      writeRunNote(folder, text);
    });
  }

  /** @throws RequestFailure */
  async rename(id: string, request: Request): Promise<void> {
    const { name } = await this.#read<RunRename>(request, 'the name', renameShape);
    if (!isNewName(name)) {
      const hint = 'take letters, digits and spaces, without / \\ : and no dot at the begin or end';
      throw badRequest(`no folder can be called '${name}'`, hint);
    }
    const folder = await this.#findToMove(id);
    await changing(folder, (lock) => moveFolder(folder, join(this.#directory, name), lock));
  }

  /** @throws RequestFailure */
  async delete(id: string): Promise<MovedRun> {
    const folder = await this.#findToMove(id);
    const trash = join(this.#directory, trashName);
    return changing(folder, (lock) => {
      makeTrash(trash);
      const target = freeName(join(trash, id));
      moveFolder(folder, target, lock);
      return { movedTo: `${trashName}/${basename(target)}` };
    });
  }

  async #read<T>(request: Request, what: string, shape: Shape<T>): Promise<T> {
    this.#requireAllowed();
    return this.#bodies.read(request, what, async (bytes) => {
      try {
        return checked(shape, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
      } catch (error) {
        throw badRequest(`${what} cannot be understood: ${reasonOf(error)}`);
      }
    });
  }

  async #find(id: string): Promise<string> {
    this.#requireAllowed();
    if (this.#packaged.has(id)) {
      const hint = 'what you train or import yourself can be changed';
      throw conflict('RUN_PACKAGED', 'these weights come with the program, and stay as they are', hint);
    }
    const path = await findRun(this.#directory, id);
    if (path === undefined) throw noRun(id);
    return path;
  }

  /** A run that lies in the folder of the runs itself: not this folder, and nothing that a link leads to. */
  async #findToMove(id: string): Promise<RunFolder> {
    const path = await this.#find(id);
    if (path === this.#directory) {
      throw conflict(
        'RUN_ALONE',
        'this studio shows one run alone',
        'open the studio on the folder that holds the run',
      );
    }
    if (!lstatSync(path).isDirectory()) throw conflict('RUN_IS_LINK', 'this run is a link to a folder elsewhere');
    return new RunFolder(path);
  }

  #requireAllowed(): void {
    if (this.isAllowed) return;
    throw new RequestFailure(403, {
      code: 'READ_ONLY',
      message: 'this studio changes nothing',
      hint: 'start one for this machine alone, without --read-only, --host and --allow-host',
    });
  }
}

/** @throws RequestFailure for a run that somebody trains, and for all that the disk refuses */
async function changing<Result>(folder: RunFolder, work: (lock: RunLock) => Result): Promise<Result> {
  return answering(
    409,
    () => {
      using lock = takeLock(folder);
      return work(lock);
    },
    folder.path,
  );
}

function takeLock(folder: RunFolder): RunLock {
  try {
    return RunLock.take(folder.lock);
  } catch (error) {
    if (!(error instanceof RunLockedError)) throw error;
    throw conflict('RUN_LOCKED', 'this run is being trained', 'wait for the training, or stop it');
  }
}

/** The lock goes with it. Nothing is written over: of two folders of one name, the system would replace an empty one. */
function moveFolder(folder: RunFolder, target: string, lock: RunLock): void {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) {
    throw conflict('NAME_TAKEN', `there is something called '${basename(target)}' already`, 'choose another name');
  }
  onDisk(`this run cannot be moved to '${basename(target)}'`, () => renameSync(folder.path, target));
  lock.moveTo(new RunFolder(target).lock);
}

function makeTrash(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) onDisk(`${trashName} cannot be made`, () => mkdirSync(path));
  else if (!stats.isDirectory()) throw conflict('NO_TRASH', `${trashName} is no folder of its own`, 'move it away');
}

function onDisk(failure: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw conflict('NOT_WRITTEN', `${failure}: ${reasonOf(error)}`);
  }
}

function conflict(code: string, message: string, hint?: string): RequestFailure {
  return new RequestFailure(409, { code, message, ...(hint === undefined ? {} : { hint }) });
}

function isNewName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
  const isPrintable = !/[\x00-\x1f\x7f]/.test(name);
  return (
    isPlainName(name) &&
    isPrintable &&
    name === name.trim() &&
    !name.endsWith('.') &&
    Buffer.byteLength(name) <= longestName
  );
}
