// A checkpoint that is damaged, or that does not belong to the training that is to go on from it.
import { GoogLeNetError } from './googlenet-error.ts';

export class CheckpointError extends GoogLeNetError {
  readonly code = 'INVALID_CHECKPOINT';
}
