// A trainer that is asked for work while it does other work, or after its end.
import { GoogLeNetError } from './googlenet-error.ts';

export class TrainerError extends GoogLeNetError {
  readonly code = 'TRAINER_UNAVAILABLE';
}
