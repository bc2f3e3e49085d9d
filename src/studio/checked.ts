// Whether a value that came from outside has its form: what the server reads from a run's files and what the page hears
// from the server. zod looks, with forms that protocol-shapes.ts has; the words for what it finds are here.
import { core, type ZodMiniType } from 'zod/mini';

export type Shape<T> = ZodMiniType<T>;

export class ShapeError extends Error {}

/** @returns what the shape names, without the rest. @throws ShapeError saying where the value is something else */
export function checked<T>(shape: Shape<T>, value: unknown): T {
  const { data, error } = shape.safeParse(value, context);
  if (error === undefined) return data as T;
  const [{ path, message }] = error.issues;
  throw new ShapeError(path.length === 0 ? message : `${core.toDotPath(path)}: ${message}`);
}

export interface Fault {
  /** Names and indices that lead to it. */
  readonly path: PropertyKey[];
  readonly message: string;
}

/** The first thing that is wrong with a value; undefined where it is a T. */
export function faultOf<T>(shape: Shape<T>, value: unknown): Fault | undefined {
  return shape.safeParse(value, context).error?.issues[0];
}

export function expected(what: string, found: unknown): string {
  return `expected ${what}, found ${describe(found)}`;
}

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** zod goes no further than the first fault: a file may have millions. */
const context = { error: reasonOf, abortEarly: true };

function reasonOf(issue: core.$ZodRawIssue): string {
  const sort = Array.isArray(issue.input) ? 'a list' : 'a number';
  switch (issue.code) {
    case 'invalid_type':
      return expected(names[issue.expected] ?? issue.expected, issue.input);
    case 'invalid_value':
      return expected(`${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`, issue.input);
    case 'too_small':
      return expected(`${sort} of at least ${issue.minimum}`, issue.input);
    case 'too_big':
      return expected(`${sort} of at most ${issue.maximum}`, issue.input);
    default:
      return `${describe(issue.input)} is not what was expected`;
  }
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const printed = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return printed.length > 40 ? `${printed.slice(0, 40)}…` : printed;
}
