// A small file that is read again only when it changed.
import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { isSameVersion } from './growing-file.ts';

export class StampedFile {
  readonly path: string;
  #stats: Stats | undefined;
  #isFirst = true;

  constructor(path: string) {
    this.path = path;
  }

  /** Whether it is there, as a file of its own and not as a link. */
  get exists(): boolean {
    return this.#stats !== undefined;
  }

  /** @returns whether it has changed since the last look; true at the first */
  async look(): Promise<boolean> {
    const stats = await lstat(this.path).catch(() => undefined);
    const before = this.#stats;
    this.#stats = stats?.isFile() ? stats : undefined;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (isFirst) return true;
    if (before === undefined || this.#stats === undefined) return before !== this.#stats;
    return !isSameVersion(before, this.#stats);
  }
}
