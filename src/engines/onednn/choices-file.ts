// Choices found by trying, kept for the next time on this machine in a file of the user's cache folder. The file may be deleted
// at any moment; a process that cannot read or write it tries again.
import { cpus } from 'node:os';
import { join } from 'node:path';
import { replaceShared } from '../../formats/atomic-file.ts';
import { largestTextFile, readRegularFileSync } from '../../formats/regular-file.ts';

type Choices = ReadonlyMap<string, string>;

export class ChoicesFile {
  readonly #path: string;
  /** The machine that the choices are valid on. */
  readonly #machine: string;

  constructor(folder: string, { version, threads }: { readonly version: string; readonly threads: number }) {
    this.#path = join(folder, 'storage-choices.json');
    this.#machine = `${cpus().at(0)?.model.trim()}, oneDNN ${version}, ${threads} threads`;
  }

  read(): Choices {
    const choices = this.#readAll()[this.#machine];
    return new Map(isObject(choices) ? Object.entries(choices).map(([key, value]) => [key, String(value)]) : []);
  }

  write(choices: Choices): void {
    const all = { ...this.#readAll(), [this.#machine]: Object.fromEntries(choices) };
    try {
      replaceShared(this.#path, [Buffer.from(`${JSON.stringify(all, undefined, 2)}\n`)]);
    } catch {
      // Then it is tried again next time.
    }
  }

  #readAll(): Readonly<Record<string, unknown>> {
    try {
      const all: unknown = JSON.parse(readRegularFileSync(this.#path, largestTextFile).toString());
      return isObject(all) ? all : {};
    } catch {
      return {};
    }
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
