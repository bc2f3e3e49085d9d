// The files of runs that are read whole when a page asks for them. Each is measured before it is read; they are read one
// after the other, once for all who ask at the same time, and what came of it is kept as long as the file is the same.
import { reasonOf } from '../../errors/reason-of.ts';
import { readRegularFile } from '../../formats/regular-file.ts';
import { type FoundFile, findFileInside } from './inside-path.ts';

export interface Reader<Value> {
  /** Name of this reader, distinct among those that read the same file. */
  readonly name: string;
  /** Bytes. */
  readonly largest: number;
  /** @throws whatever says in its message what is wrong */
  readonly read: (text: string) => Value;
}

/** `fault` says why a file that is there cannot be shown; neither is there where there is no file. */
export interface Reading<Value> {
  readonly value?: Value;
  readonly fault?: string;
}

/** Bytes of the files whose readings are kept. */
const mostKept = 16 * 2 ** 20;

interface Kept {
  readonly version: string;
  readonly size: number;
  readonly reading: Promise<Reading<unknown>>;
}

export class SmallFiles {
  /** By reader and path, the last used at the end. */
  readonly #kept = new Map<string, Kept>();
  #before: Promise<unknown> = Promise.resolve();

  /** @param name one in the folder, not encoded */
  async read<Value>(folder: string, name: string, reader: Reader<Value>): Promise<Reading<Value>> {
    const file = await findFileInside(folder, encodeURIComponent(name));
    return file === undefined ? {} : this.readFound(file, reader);
  }

  async readFound<Value>(file: FoundFile, reader: Reader<Value>): Promise<Reading<Value>> {
    const key = `${reader.name} ${file.path}`;
    const known = this.#kept.get(key);
    const kept = known?.version === file.version ? known : this.#begin(file, reader);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    this.#forgetOldest();
    // Under this key stands what this reader made.
    return kept.reading as Promise<Reading<Value>>;
  }

  #begin<Value>(file: FoundFile, reader: Reader<Value>): Kept {
    const reading = this.#before.then(() => readOne(file, reader));
    this.#before = reading;
    // Nothing is read from a larger file.
    const size = file.size > reader.largest ? 0 : file.size;
    return { version: file.version, size, reading };
  }

  #forgetOldest(): void {
    let sum = 0;
    for (const [key, { size }] of [...this.#kept].reverse()) {
      // A file of no bytes costs something too.
      sum += size + 1024;
      if (sum > mostKept) this.#kept.delete(key);
    }
  }
}

async function readOne<Value>(file: FoundFile, reader: Reader<Value>): Promise<Reading<Value>> {
  try {
    return { value: reader.read((await readRegularFile(file.path, reader.largest)).toString()) };
  } catch (error) {
    return { fault: reasonOf(error) };
  }
}
