// A path that leads to what no reader can use: no regular file, or a larger one than it is to read.
import { GoogLeNetError } from './googlenet-error.ts';

export class FileError extends GoogLeNetError {
  readonly code = 'UNREADABLE_FILE';
  /** The message without the path: what a reader puts into its own words (see reasonOf). */
  readonly reason: string;

  constructor(path: string, reason: string, hint: string) {
    super(`${path}: ${reason}`, { hint });
    this.reason = reason;
  }
}
