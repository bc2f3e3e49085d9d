// What a command makes of an output that fails. Its reader has gone (`| head`), the disk is full, the terminal was closed:
// work goes on in each case, and the exit code says what became of the work.
import { reasonOf } from '../../errors/reason-of.ts';
import { WriteError } from '../../errors/write-error.ts';
import { writeHint } from '../../errors/write-hint.ts';
import type { CommandContext } from '../command-context.ts';
import { warning } from '../options/notes.ts';
import type { Language } from './language.ts';
import { reportError } from './report-error.ts';
import type { TextOutput } from './text-output.ts';

type Outputs = Pick<CommandContext, 'stdout' | 'stderr'>;

/** For work that is more than what it prints: one warning for each output, on the other one. */
export function warnOfLostOutput({ stdout, stderr }: Outputs, language: Language): void {
  const warn = (name: string, lost: TextOutput, other: TextOutput) => {
    lost.onFailure((failure) => {
      other.print(warning(`${name} is lost (${reasonOf(failure)}); the work goes on without it`, language));
    });
  };
  warn('standard output', stdout, stderr);
  warn('standard error', stderr, stdout);
}

/**
 * For work that is what it prints: only who stopped reading has got all that was wanted.
 * @returns the exit code, of a command that would end with the given one
 */
export async function exitCodeByOutput(
  exitCode: number,
  { stdout, stderr, program }: Outputs & { readonly program: string },
  language: Language,
): Promise<number> {
  await stdout.settle();
  const { failure } = stdout;
  if (failure === undefined || isClosedByReader(failure)) return exitCode;
  const error = new WriteError(`standard output: cannot be written: ${reasonOf(failure)}`, {
    ...writeHint(failure, 'send the output elsewhere'),
    cause: failure,
  });
  return Math.max(exitCode, reportError(error, stderr, { program, language }));
}

/** Whether the reader has closed the output, by the error codes of pipes, sockets and Windows. */
function isClosedByReader(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && /^(EPIPE|ECONNRESET|EOF)$/.test(String(failure.code));
}
