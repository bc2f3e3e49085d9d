// A failure as its exit code and one line a mistake: `error CODE: what happened · hint: what to do`.
import { inspect } from 'node:util';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { OptionError } from '../../errors/option-error.ts';
import { UsageError } from '../options/usage-error.ts';
import type { TextOutput } from './text-output.ts';

/** The command line made no sense, or a value in it. */
export const exitUsage = 2;
export const exitFailure = 1;

/**
 * @param options.debug also print the stack
 * @returns the exit code
 */
export function reportError(error: unknown, output: TextOutput, { debug }: { readonly debug: boolean }): number {
  output.print(...describeError(error));
  if (debug) output.printBlock(inspect(error));
  return error instanceof UsageError || error instanceof OptionError ? exitUsage : exitFailure;
}

function describeError(error: unknown): readonly string[] {
  if (error instanceof UsageError) {
    return error.problems.map(({ code, message, hint }) => {
      return `error ${code}: ${message}${hint === undefined ? '' : ` · hint: ${hint}`}`;
    });
  }
  // Its message carries the hint already.
  if (error instanceof GoogLeNetError) return [`error ${error.code}: ${error.message.trim()}`];
  const message = error instanceof Error ? error.message : String(error);
  return [`error UNEXPECTED: ${message.trim()} · hint: this is a bug; run with --debug and report what it prints`];
}
