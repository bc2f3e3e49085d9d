// A value given by the user that makes no sense.
import { GoogLeNetError } from './googlenet-error.ts';

export class OptionError extends GoogLeNetError {
  readonly code = 'INVALID_OPTION';
}
