// What went wrong, in the words of whoever threw it: the part of a message that goes into a line of ours.
import { FileError } from './file-error.ts';
import { nodeModule } from './node-module.ts';

/** Message of a system error whose number was lost on the way, e.g. `ENOENT: no such file or directory, stat '/a'`. */
const systemMessage = /^E[A-Z0-9]+: ([^,]+), \w+( '.*')?$/s;

export function reasonOf(cause: unknown): string {
  if (cause instanceof FileError) return cause.reason;
  const meaning = meaningOf(cause);
  if (meaning !== undefined) return meaning;
  const message = cause instanceof Error ? cause.message : String(cause);
  return (systemMessage.exec(message)?.[1] ?? message).replace(/(?<![\s:])[\s:]+$/, '');
}

/** The system's words for its error: what Node says beside them differs between its versions. */
function meaningOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error && 'errno' in cause && 'code' in cause)) return undefined;
  // zlib's errors have an errno too, but their numbers mean other things.
  const [name, meaning] = nodeModule('node:util')?.getSystemErrorMap().get(Number(cause.errno)) ?? [];
  return cause.code === name ? meaning : undefined;
}
