// Weights that do not fit the model: missing, unexpected or differently shaped tensors.
import { GoogLeNetError } from './googlenet-error.ts';

export class StateDictError extends GoogLeNetError {
  readonly code = 'STATE_DICT_MISMATCH';
}
