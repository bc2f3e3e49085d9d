// What was measured on this machine, kept in the user's cache folder: a file for each pair of a GPU and a processor, as several
// machines may share the folder. It may be deleted at any moment. What is damaged is measured anew and replaced; what cannot be read
// is measured anew and left alone.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { reasonOf } from '../../errors/reason-of.ts';
import { replaceShared } from '../../formats/atomic-file.ts';
import { largestTextFile, readRegularFileSync } from '../../formats/regular-file.ts';

/** Milliseconds that a training step takes. */
export interface StepTimes {
  readonly gpu: number;
  readonly processor: number;
}

export interface KeptTimes {
  /** Undefined where nothing was kept. @param subject what was measured, with all versions */
  read(subject: string): StepTimes | Trouble | undefined;
  /** @returns why they are not kept */
  write(subject: string, times: StepTimes): Trouble | undefined;
}

export interface Trouble {
  /** A clause for people. */
  readonly trouble: string;
  /** Nothing is to be written over what cannot be read. */
  readonly isUnreadable?: boolean;
}

export class TimesFolder implements KeptTimes {
  readonly #folder: string | undefined;

  /** @param folder undefined where there is none for caches */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  read(subject: string): StepTimes | Trouble | undefined {
    if (this.#folder === undefined) return undefined;
    const path = this.#pathOf(this.#folder, subject);
    let text: string;
    try {
      text = readRegularFileSync(path, largestTextFile).toString();
    } catch (error) {
      if (isAbsent(error)) return undefined;
      return { trouble: `measured anew, as ${path} cannot be read: ${reasonOf(error)}`, isUnreadable: true };
    }
    return parse(text, subject) ?? { trouble: `measured anew, as ${path} is damaged` };
  }

  write(subject: string, times: StepTimes): Trouble | undefined {
    if (this.#folder === undefined) return undefined;
    const path = this.#pathOf(this.#folder, subject);
    try {
      replaceShared(path, [Buffer.from(`${JSON.stringify({ subject, ...times }, undefined, 2)}\n`)]);
      return undefined;
    } catch (error) {
      return { trouble: `measured at each start, as ${path} cannot be written: ${reasonOf(error)}` };
    }
  }

  #pathOf(folder: string, subject: string): string {
    return join(folder, `${createHash('sha256').update(subject).digest('hex').slice(0, 16)}.json`);
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** @returns undefined for anything but times of the subject */
function parse(text: string, subject: string): StepTimes | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null) return undefined;
  const { subject: kept, gpu, processor } = read as Readonly<Record<string, unknown>>;
  return kept === subject && isTime(gpu) && isTime(processor) ? { gpu, processor } : undefined;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
