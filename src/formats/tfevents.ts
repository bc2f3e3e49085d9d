// Writes the event files that TensorBoard shows: scalars and pictures by tag and step. A folder is one run there.
// Records are appended whole and reach the file every two seconds, so that a reader sees at most one that is cut.
import { closeSync, fsyncSync, openSync, readdirSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describeValue } from '../errors/describe-value.ts';
import { FormatError } from '../errors/format-error.ts';
import { requireFinite, requireType, requireWhole } from '../errors/require-option.ts';
import { WriteError } from '../errors/write-error.ts';
import { makeFolder } from './make-folder.ts';
import { fileVersionEvent, imageEvent, scalarEvent, sessionStartEvent } from './tfevents/event.ts';
import { readPngHeader } from './tfevents/png-header.ts';
import { frameRecord } from './tfevents/record.ts';

/** What `EventFileWriter.open` takes. */
export interface EventFileOptions {
  /** For a run that goes on or begins again: what earlier files of the folder say from this step on is forgotten. */
  readonly startStep?: number;
  /** Time of the opening, in seconds since 1970. Default: now. */
  readonly wallTime?: number;
}

const secondsBetweenFlushes = 2;

/** Writes scalars into an event file of TensorBoard. */
export class EventFileWriter {
  readonly path: string;
  readonly #file: number;
  #pending: Uint8Array[] = [];
  /** Bytes that are in the file for good. */
  #length = 0;
  #lastFlush: number;
  #isClosed = false;

  private constructor(path: string, wallTime: number) {
    this.path = path;
    // 'wx': two writers never share a file.
    this.#file = openSync(path, 'wx');
    this.#lastFlush = wallTime;
  }

  /**
   * Begins a new file in the folder, which is made if missing.
   * @throws the system's own error where it cannot
   */
  static open(folder: string, { startStep, wallTime = now() }: EventFileOptions = {}): EventFileWriter {
    requireType('folder', folder, 'string');
    requireFinite('wallTime', wallTime);
    if (startStep !== undefined) requireWhole('startStep', startStep, { least: 0 });
    makeFolder(folder);
    const writer = new EventFileWriter(join(folder, nextFileName(folder, wallTime)), wallTime);
    writer.#pending.push(frameRecord(fileVersionEvent(wallTime)));
    if (startStep !== undefined) writer.#pending.push(frameRecord(sessionStartEvent(wallTime, startStep)));
    try {
      writer.flush();
    } catch (error) {
      closeSync(writer.#file);
      throw error;
    }
    return writer;
  }

  /**
   * One point of a curve.
   * @param tag letters, digits and `_ . / -`; what stands before the first `/` groups the curves
   * @param wallTime seconds since 1970
   */
  scalar(tag: string, value: number, step: number, wallTime = now()): void {
    // NaN and infinity are values that a curve may have.
    requireType('value', value, 'number');
    checkMoment(step, wallTime);
    this.#add(frameRecord(scalarEvent(wallTime, step, checkTag(tag), value)), wallTime);
  }

  /** @throws FormatError for bytes that are no PNG of this size */
  image(
    tag: string,
    png: Uint8Array,
    { height, width }: { readonly height: number; readonly width: number },
    step: number,
    wallTime = now(),
  ): void {
    requireType('png', png, Uint8Array);
    checkMoment(step, wallTime);
    const header = readPngHeader(png);
    if (header.height !== height || header.width !== width) {
      throw new FormatError(`image ${tag}: the PNG is ${header.height}×${header.width}, not ${height}×${width}`);
    }
    const image = { height, width, colorspace: header.channels, png };
    this.#add(frameRecord(imageEvent(wallTime, step, checkTag(tag), image)), wallTime);
  }

  /**
   * Hands all records to the system.
   * @throws the system's own error (ENOSPC, …); the records are kept, and the next flush writes them at the same place
   * @throws WriteError once it is closed, as all that adds records
   */
  flush(): void {
    this.#requireOpen();
    const bytes = Buffer.concat(this.#pending);
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(this.#file, bytes, written, bytes.length - written, this.#length + written);
    }
    this.#length += bytes.length;
    this.#pending = [];
  }

  /** To the disk, where the records survive a power cut. @throws as `flush` */
  sync(): void {
    this.flush();
    fsyncSync(this.#file);
  }

  /** Flushes and closes; the writer is then unusable. Once is enough, more does no harm. */
  close(): void {
    if (this.#isClosed) return;
    try {
      this.flush();
    } finally {
      this.#isClosed = true;
      closeSync(this.#file);
    }
  }

  /** Refuses to go on once the file is closed: the system may have given its number to another file. */
  #requireOpen(): void {
    if (this.#isClosed) throw new WriteError(`${this.path}: is closed`, { hint: 'open another event file' });
  }

  #add(record: Uint8Array, wallTime: number): void {
    this.#requireOpen();
    this.#pending.push(record);
    if (Math.abs(wallTime - this.#lastFlush) < secondsBetweenFlushes) return;
    this.#lastFlush = wallTime;
    this.flush();
  }
}

/**
 * `events.out.tfevents.SECONDS.HOST`, behind the folder's other files in the alphabet: readers go by that order. A host
 * may have any name, a file may not.
 */
function nextFileName(folder: string, wallTime: number): string {
  const earlier = readdirSync(folder).map((name) => Number(/^events\.out\.tfevents\.(\d+)/.exec(name)?.[1] ?? 0));
  const seconds = Math.max(Math.floor(wallTime), ...earlier.map((second) => second + 1));
  return `events.out.tfevents.${String(seconds).padStart(10, '0')}.${hostname().replaceAll(/[^\w.-]/g, '-')}`;
}

function checkMoment(step: number, wallTime: number): void {
  requireWhole('step', step, { least: Number.MIN_SAFE_INTEGER });
  requireFinite('wallTime', wallTime);
}

function checkTag(tag: string): string {
  if (typeof tag === 'string' && /^[\w./-]+$/.test(tag)) return tag;
  throw new FormatError(`event tag ${describeValue(tag)}: only letters, digits and _ . / - are shown everywhere`);
}

function now(): number {
  return Date.now() / 1000;
}
