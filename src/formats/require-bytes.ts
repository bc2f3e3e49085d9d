// What every decoder of a file asks first.
import { describeValue } from '../errors/describe-value.ts';
import { FormatError } from '../errors/format-error.ts';
import { requireType } from '../errors/require-option.ts';

/** @throws FormatError unless they are bytes; OptionError unless the file's name is a text */
export function requireBytes(bytes: unknown, where: unknown): void {
  requireType('where', where, 'string');
  if (bytes instanceof Uint8Array) return;
  throw new FormatError(`${where}: expected the file's bytes as a Uint8Array, got ${describeValue(bytes)}`);
}
