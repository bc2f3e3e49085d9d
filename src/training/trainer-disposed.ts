// What a trainer answers once it was closed.
import { TrainerError } from '../errors/trainer-error.ts';

/** @param cause what failed because of it */
export function trainerDisposed(cause?: unknown): TrainerError {
  return new TrainerError('the trainer was disposed, and with it what the optimizer remembers', {
    hint: 'make a new one with resumeFrom, from a state that keepCheckpoints handed out',
    cause,
  });
}
