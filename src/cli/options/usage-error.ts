// What was wrong with a command line: all of it at once, so that one run is enough to see every mistake.

export interface UsageProblem {
  /** Stable across releases. */
  readonly code: 'INVALID_OPTION' | 'UNKNOWN_OPTION' | 'UNKNOWN_COMMAND' | 'UNEXPECTED_ARGUMENT';
  /** One line: what was given, what was expected. */
  readonly message: string;
  /** What to do about it, in one clause. */
  readonly hint?: string;
}

export class UsageError extends Error {
  readonly problems: readonly UsageProblem[];

  constructor(problems: readonly UsageProblem[]) {
    super(problems.map(({ message }) => message).join('; '));
    this.name = 'UsageError';
    this.problems = problems;
  }
}

/** For an option or argument that is wrong by itself. */
export function invalidOption(message: string, hint: string): UsageError {
  return new UsageError([{ code: 'INVALID_OPTION', message, hint }]);
}
