// The root of every error this library throws on purpose: a stable code for programs, one line and a hint for people.

/** What an error of the library says beside its message. */
export interface ErrorDetails {
  /** What to do about it, in one clause. */
  readonly hint?: string;
  /** The lower-level error, when there is one. */
  readonly cause?: unknown;
}

/** Every error of this library: a stable `code`, what happened, and a `hint` that says what to do. */
export abstract class GoogLeNetError extends Error {
  /** Stable across releases: programs may switch on it. */
  abstract readonly code: string;
  readonly hint: string | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    super(
      details.hint === undefined ? message : `${message} · hint: ${details.hint}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.name = new.target.name;
    this.hint = details.hint;
  }
}
