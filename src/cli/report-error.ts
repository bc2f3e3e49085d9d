// A failure as its exit code and one line a mistake: `error CODE: what happened · hint: what to do`.
import { inspect } from 'node:util';
import { GoogLeNetError } from '../errors/googlenet-error.ts';
import { OptionError } from '../errors/option-error.ts';
import type { TextOutput } from './command-context.ts';
import { UsageError } from './usage-error.ts';

/** The command line made no sense, or a value in it. */
export const exitUsage = 2;
export const exitFailure = 1;

/**
 * @param options.debug also print the stack
 * @returns the exit code
 */
export function reportError(error: unknown, output: TextOutput, { debug }: { readonly debug: boolean }): number {
  for (const line of describeError(error)) output.write(`${line}\n`);
  if (debug) output.write(`${inspect(error)}\n`);
  return error instanceof UsageError || error instanceof OptionError ? exitUsage : exitFailure;
}

function describeError(error: unknown): readonly string[] {
  if (error instanceof UsageError) {
    return error.problems.map(({ code, message, hint }) => {
      return `error ${code}: ${oneLine(message)}${hint === undefined ? '' : ` · hint: ${hint}`}`;
    });
  }
  // Its message carries the hint already.
  if (error instanceof GoogLeNetError) return [`error ${error.code}: ${oneLine(error.message)}`];
  const message = error instanceof Error ? error.message : String(error);
  return [`error UNEXPECTED: ${oneLine(message)} · hint: this is a bug; run with --debug and report what it prints`];
}

/** Without control characters either: a hostile file may choose the names that an error repeats to the terminal. */
function oneLine(text: string): string {
  return text
    .replaceAll(/(?<!\s)\s*\n\s*/g, ' ')
    .replaceAll(/\p{Cc}/gu, '\ufffd')
    .trim();
}
