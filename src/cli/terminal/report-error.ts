// A failure as its exit code and one line a mistake: `error CODE: what happened · hint: what to do`.
import { inspect } from 'node:util';
import { asCalled } from '../../errors/as-called.ts';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { OptionError } from '../../errors/option-error.ts';
import { UsageError } from '../options/usage-error.ts';
import type { TextOutput } from './text-output.ts';

/** The command line made no sense, or a value in it. */
export const exitUsage = 2;
export const exitFailure = 1;

export interface ReportOptions {
  /** Also print the stack. */
  readonly debug?: boolean;
  /** How this program is called here. */
  readonly program: string;
}

/** @returns the exit code */
export function reportError(error: unknown, output: TextOutput, { debug = false, program }: ReportOptions): number {
  output.print(...describeError(error, program));
  if (debug) output.printBlock(inspect(error));
  return error instanceof UsageError || error instanceof OptionError ? exitUsage : exitFailure;
}

function describeError(error: unknown, program: string): readonly string[] {
  if (error instanceof UsageError) {
    return error.problems.map(({ code, message, hint }) => {
      return `error ${code}: ${message}${hint === undefined ? '' : ` · hint: ${asCalled(hint, program)}`}`;
    });
  }
  // Its message carries the hint already.
  if (error instanceof GoogLeNetError) {
    const { code, message, hint = '' } = error;
    const problem = message.slice(0, message.length - hint.length);
    return [`error ${code}: ${problem}${asCalled(hint, program)}`.trim()];
  }
  const message = error instanceof Error ? error.message : String(error);
  return [`error UNEXPECTED: ${message.trim()} · hint: this is a bug; run with --debug and report what it prints`];
}
