// What every decoder of a file asks first.
import { describeValue } from '../errors/describe-value.ts';
import { FormatError } from '../errors/format-error.ts';

/** @throws FormatError unless they are bytes */
export function requireBytes(bytes: unknown, where: string): void {
  if (bytes instanceof Uint8Array) return;
  throw new FormatError(`${where}: expected the file's bytes as a Uint8Array, got ${describeValue(bytes)}`);
}
