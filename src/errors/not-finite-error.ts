// NaN or infinity where only numbers are of use: in weights that come in, or in predictions that come out.
import { GoogLeNetError } from './googlenet-error.ts';

export class NotFiniteError extends GoogLeNetError {
  readonly code = 'NOT_FINITE';
}
