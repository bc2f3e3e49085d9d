// What went wrong, in the words of whoever threw it: the part of a message that goes into a line of ours.
import { getSystemErrorMap } from 'node:util';
import { FileError } from './file-error.ts';

/** Node's own errors repeat the call and the path, which stand in our line already: `ENOENT: no such file …, stat '/a'`. */
const systemMessage = /^E[A-Z0-9]+: ([^,]+), \w+( '.*')?$/s;
/** Those of its streams tell the call and the code alone: `write EPIPE`. */
const streamMessage = /^\w+ E[A-Z0-9]+$/;

export function reasonOf(cause: unknown): string {
  if (cause instanceof FileError) return cause.reason;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (streamMessage.test(message)) return meaningOf(cause) ?? message;
  return (systemMessage.exec(message)?.[1] ?? message).replace(/(?<![\s:])[\s:]+$/, '');
}

/** The system's words for the number of its error. */
function meaningOf(cause: unknown): string | undefined {
  const errno = cause instanceof Error && 'errno' in cause ? cause.errno : undefined;
  return typeof errno === 'number' ? getSystemErrorMap().get(errno)?.[1] : undefined;
}
