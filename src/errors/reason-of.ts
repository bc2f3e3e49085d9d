// What went wrong, in the words of whoever threw it: the part of a message that goes into a line of ours.
import { FileError } from './file-error.ts';

/** Node's own errors repeat the call and the path, which stand in our line already: `ENOENT: no such file …, stat '/a'`. */
const systemMessage = /^E[A-Z0-9]+: ([^,]+), \w+( '.*')?$/s;

export function reasonOf(cause: unknown): string {
  if (cause instanceof FileError) return cause.reason;
  const message = cause instanceof Error ? cause.message : String(cause);
  return (systemMessage.exec(message)?.[1] ?? message).replace(/(?<![\s:])[\s:]+$/, '');
}
