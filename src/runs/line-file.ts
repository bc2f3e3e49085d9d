// A text file that only grows, by whole lines. Where the disk is full, lines wait in memory and the file is cut back to
// its last whole line.
import fs from 'node:fs';
import { RunFolderError } from './run-folder-error.ts';
import { isDiskFull, type WarningListener, writing } from './writing.ts';

export type LineFileOperations = Pick<
  typeof fs,
  'openSync' | 'writeSync' | 'fsyncSync' | 'closeSync' | 'ftruncateSync' | 'fstatSync'
>;

export class LineFile {
  readonly path: string;
  readonly #files: LineFileOperations;
  readonly #onWarning: WarningListener;
  readonly #file: number;
  /** Bytes of whole lines in the file. */
  #length: number;
  #isClosed = false;
  #waiting: Buffer = Buffer.alloc(0);

  /** @param path an existing file, which is added to. @throws RunFolderError */
  constructor(path: string, onWarning: WarningListener, files: LineFileOperations = fs) {
    this.path = path;
    this.#files = files;
    this.#onWarning = onWarning;
    this.#file = writing(path, () => files.openSync(path, 'r+'));
    this.#length = writing(path, () => files.fstatSync(this.#file).size);
  }

  /** @throws RunFolderError where it cannot be written for another reason than a full disk */
  append(line: string): void {
    const hasWaited = this.#waiting.length > 0;
    this.#waiting = Buffer.concat([this.#waiting, Buffer.from(`${line}\n`)]);
    if (!this.#flush() && !hasWaited) {
      this.#onWarning(`${this.path} cannot grow, the disk is full; its lines wait in memory`);
    }
  }

  /** Writes the lines through to the disk, where they survive a power cut. */
  sync(): void {
    this.#flush();
    writing(this.path, () => this.#files.fsyncSync(this.#file));
  }

  /** @returns false if lines were still waiting, which are then lost */
  close(): boolean {
    if (this.#isClosed) return true;
    const isWhole = this.#flush();
    this.#isClosed = true;
    this.#files.closeSync(this.#file);
    return isWhole;
  }

  #flush(): boolean {
    // The system gives the number of a closed file to the next one.
    if (this.#isClosed) throw new RunFolderError(`${this.path}: is closed, the run has ended`);
    return writing(this.path, () => {
      try {
        for (let written = 0; written < this.#waiting.length; ) {
          const { length } = this.#waiting;
          written += this.#files.writeSync(
            this.#file,
            this.#waiting,
            written,
            length - written,
            this.#length + written,
          );
        }
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        this.#files.ftruncateSync(this.#file, this.#length);
        return false;
      }
      this.#length += this.#waiting.length;
      this.#waiting = Buffer.alloc(0);
      return true;
    });
  }
}
