// What oneDNN's functions return, in words.
import { EngineError } from '../../../errors/engine-error.ts';

const words: readonly string[] = [
  'success',
  'out of memory',
  'invalid arguments',
  'unimplemented',
  'no more implementations',
  'runtime error',
  'not required',
];

/** @throws EngineError for any status but success */
export function requireSuccess(status: number, call: string): void {
  if (status === 0) return;
  throw new EngineError(`oneDNN: ${call}: ${words[status] ?? `status ${status}`}`);
}
