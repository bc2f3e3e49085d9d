// A result that cannot be written: no space, no permission.
import { GoogLeNetError } from './googlenet-error.ts';

export class WriteError extends GoogLeNetError {
  readonly code = 'NOT_WRITTEN';
}
