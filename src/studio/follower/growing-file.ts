// A file that grows at its end: each time it is looked at, only what was added is read, and of very much only a part: the
// next look goes on there. It is read anew from its start when it is another file, shorter, or no longer goes on from the
// bytes that were read last.
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';

const chunkLength = 256 * 1024;
/** Bytes of one look: others wait meanwhile. */
const mostOfLook = 2 * 2 ** 20;
/** Bytes before the end that are compared with what was read before. */
const overlapLength = 4096;

export interface GrowingFileListener {
  /** What was read before no longer holds. */
  readonly onAnew: () => void;
  /** Valid until it returns. */
  readonly onBytes: (bytes: Buffer) => void;
}

export class GrowingFile {
  readonly #path: string;
  readonly #listener: GrowingFileListener;
  readonly #mostOfLook: number;
  #seen: Stats | undefined;
  /** Position up to which it was read. */
  #position = 0;
  /** The last bytes before that. */
  #overlap = Buffer.alloc(0);

  constructor(path: string, listener: GrowingFileListener, limits: { readonly mostOfLook?: number } = {}) {
    this.#path = path;
    this.#listener = listener;
    this.#mostOfLook = limits.mostOfLook ?? mostOfLook;
  }

  /** How much of it was read, from 0 to 1. */
  get shareRead(): number {
    return this.isBehind ? this.#position / (this.#seen?.size ?? 1) : 1;
  }

  /** Whether there is more to read than the last look has read. */
  get isBehind(): boolean {
    return this.#seen !== undefined && this.#position < this.#seen.size;
  }

  /** Starts over, as if it had never been read. */
  forget(): void {
    this.#seen = undefined;
    this.#position = 0;
    this.#overlap = Buffer.alloc(0);
    this.#listener.onAnew();
  }

  /**
   * Reads what is new, or a part of it. Of a file that is gone, or cannot be read just now, what was read stays: a folder
   * that is deleted loses its files one by one, before it is gone itself.
   * @returns whether anything changed
   */
  async advance(): Promise<boolean> {
    const found = await lstat(this.#path).catch(() => undefined);
    if (found === undefined || !found.isFile()) return false;
    if (this.#seen !== undefined && isSameVersion(found, this.#seen) && !this.isBehind) return false;
    // Never through a link, which may lead anywhere; never waiting, as for the other end of a pipe.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = await open(this.#path, flags).catch(() => undefined);
    if (file === undefined) return false;
    try {
      await this.#read(file);
    } catch {
      // The file system failed in the middle: begin again at the next look.
      this.forget();
    } finally {
      await file.close().catch(() => {});
    }
    return true;
  }

  async #read(file: FileHandle): Promise<void> {
    const stats = await file.stat();
    if (this.#seen === undefined || !(await this.#goesOn(file, stats, this.#seen))) this.forget();
    // No further than it was when its times were taken: what comes later is seen as a change.
    const end = Math.min(stats.size, this.#position + this.#mostOfLook);
    const buffer = Buffer.allocUnsafe(Math.min(chunkLength, Math.max(1, end - this.#position)));
    while (this.#position < end) {
      const length = Math.min(buffer.length, end - this.#position);
      const { bytesRead } = await file.read(buffer, 0, length, this.#position);
      if (bytesRead === 0) throw new Error('the file became shorter');
      const bytes = buffer.subarray(0, bytesRead);
      this.#overlap = Buffer.concat([this.#overlap, bytes].map((part) => part.subarray(-overlapLength))).subarray(
        -overlapLength,
      );
      this.#position += bytesRead;
      this.#listener.onBytes(bytes);
    }
    this.#seen = stats;
  }

  async #goesOn(file: FileHandle, now: Stats, seen: Stats): Promise<boolean> {
    if (!isSameFile(now, seen)) return false;
    // A file that became shorter has fewer bytes there.
    const bytes = Buffer.alloc(this.#overlap.length);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, this.#position - bytes.length);
    return bytesRead === bytes.length && bytes.equals(this.#overlap);
  }
}

/** A number of an inode is given again; the moment it was made then differs. */
function isSameFile(a: Stats, b: Stats): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.birthtimeMs === b.birthtimeMs;
}

export function isSameVersion(a: Stats, b: Stats): boolean {
  return isSameFile(a, b) && a.size === b.size && a.mtimeMs === b.mtimeMs;
}
