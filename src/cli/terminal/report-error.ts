// A failure as its exit code and one line a mistake: `error CODE: what happened · hint: what to do`, in the user's language as
// far as its catalogue goes; codes are the same in each.
import { inspect } from 'node:util';
import { asCalled } from '../../errors/as-called.ts';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { OptionError } from '../../errors/option-error.ts';
import { UsageError } from '../options/usage-error.ts';
import { sayMessage } from '../zh/chinese.ts';
import type { Language } from './language.ts';
import type { TextOutput } from './text-output.ts';

/** The command line made no sense, or a value in it. */
export const exitUsage = 2;
export const exitFailure = 1;

export interface ReportOptions {
  /** Also print the stack. */
  readonly debug?: boolean;
  /** How this program is called here. */
  readonly program: string;
  readonly language: Language;
}

/** @returns the exit code */
export function reportError(
  error: unknown,
  output: TextOutput,
  { debug = false, program, language }: ReportOptions,
): number {
  output.print(...printError(error, { program, language }));
  if (debug) output.printBlock(inspect(error));
  return error instanceof UsageError || error instanceof OptionError ? exitUsage : exitFailure;
}

/** @returns a line for each mistake */
export function printError(error: unknown, { program, language }: Omit<ReportOptions, 'debug'>): readonly string[] {
  const problems = error instanceof UsageError ? error.problems : [problemOf(error)];
  return problems.map((problem) => printProblem(problem, program, language));
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof GoogLeNetError)) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = 'this is a bug; run with --debug and report what it prints';
    return { code: 'UNEXPECTED', message: message.trim(), hint };
  }
  const { code, message, hint } = error;
  // Its message carries the hint already.
  const carried = hint === undefined ? '' : ` · hint: ${hint}`;
  return { code, message: message.slice(0, message.length - carried.length).trim(), hint };
}

function printProblem({ code, message, hint }: Problem, program: string, language: Language): string {
  const said = sayMessage(message, language);
  const advice = hint === undefined ? undefined : asCalled(sayMessage(hint, language), program);
  if (language === 'zh') return `错误 ${code}：${said}${advice === undefined ? '' : ` · 提示：${advice}`}`;
  return `error ${code}: ${said}${advice === undefined ? '' : ` · hint: ${advice}`}`;
}
