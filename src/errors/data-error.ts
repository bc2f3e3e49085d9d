// A dataset file that is missing, damaged or not what it should be.
import { GoogLeNetError } from './googlenet-error.ts';

export class DataError extends GoogLeNetError {
  readonly code = 'INVALID_DATA';
}
