// In which storage a primitive is the fastest here, found out by trying it once. What was found decides the last bits of every
// result, so it is written down with them: a training that goes on asks nothing again.
import type { BackendChoices } from '../backend.ts';
import { precisions } from '../precision.ts';
import type { ChoicesFile } from './choices-file.ts';
import type { Storage } from './library/abi.ts';

export class StorageChoices implements BackendChoices {
  readonly #known = new Map<string, Storage>();
  readonly #file: ChoicesFile | undefined;
  #isKept = true;

  /** @param file with earlier choices, which also keeps the new ones */
  constructor(file?: ChoicesFile) {
    this.#file = file;
    this.adopt(file?.read() ?? new Map());
  }

  /** The chosen storages, by what the primitive computes. */
  get all(): ReadonlyMap<string, Storage> {
    return this.#known;
  }

  adopt(choices: ReadonlyMap<string, string>): void {
    for (const [primitive, name] of choices) {
      const storage = precisions.find((precision) => precision === name);
      if (storage !== undefined) this.#known.set(primitive, storage);
    }
  }

  /** @param time milliseconds in a storage; asked only where nothing is known */
  choose(primitive: string, storages: readonly Storage[], time: (storage: Storage) => number): Storage {
    const known = this.#known.get(primitive);
    if (known !== undefined) return known;
    const times = storages.map(time);
    const fastest = storages[times.indexOf(Math.min(...times))];
    this.#known.set(primitive, fastest);
    this.#isKept = false;
    return fastest;
  }

  /** Writes new choices into the file. */
  keep(): void {
    if (!this.#isKept) this.#file?.write(this.#known);
    this.#isKept = true;
  }
}
