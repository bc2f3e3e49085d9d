// A run folder that another process trains in.
import { GoogLeNetError } from '../errors/googlenet-error.ts';

export class RunLockedError extends GoogLeNetError {
  readonly code = 'RUN_LOCKED';
}
