// A module tree that cannot be traced or initialised: shared modules, unset parameters, names that collide.
import { GoogLeNetError } from './googlenet-error.ts';

export class ModelError extends GoogLeNetError {
  readonly code = 'INVALID_MODEL';
}
