// What a program or a person is told where a file that they named cannot be written.
import { reasonOf } from '../errors/reason-of.ts';
import { WriteError } from '../errors/write-error.ts';
import { writeHint } from '../errors/write-hint.ts';

/** @throws WriteError in place of the system's error */
export function writingFile<Result>(path: string, write: () => Result, { isPlaceChosen = true } = {}): Result {
  try {
    return write();
  } catch (cause) {
    throw new WriteError(`${path}: cannot be written: ${reasonOf(cause)}`, {
      ...writeHint(cause, isPlaceChosen ? 'choose another place' : undefined),
      cause,
    });
  }
}
