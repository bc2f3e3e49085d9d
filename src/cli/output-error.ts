// A file that a command was asked for and cannot write: no space, no permission.
import { GoogLeNetError } from '../errors/googlenet-error.ts';

export class OutputError extends GoogLeNetError {
  readonly code = 'OUTPUT';
}
