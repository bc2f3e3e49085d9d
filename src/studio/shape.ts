// The form of a value that came from outside, written once and checked once: what the server reads from a run's files and
// what the page hears from the server. Small and without packages, since the page has it too.

export interface Shape<T> {
  /** What is wrong with a value; undefined where it is a T. */
  readonly faultOf: (value: unknown) => Fault | undefined;
  /** Whether a field of this shape may be missing. */
  readonly isOptional?: boolean;
  /** For the compiler alone. */
  readonly type?: T;
}

export interface Fault {
  /** E.g. `classes[3].name`; empty for the value itself. */
  readonly place: string;
  readonly reason: string;
}

export class ShapeError extends Error {}

/** @returns the value. @throws ShapeError saying where it is something else */
export function checked<T>(shape: Shape<T>, value: unknown): T {
  const fault = shape.faultOf(value);
  if (fault === undefined) return value as T;
  throw new ShapeError(printFault(fault));
}

export function printFault({ place, reason }: Fault): string {
  return place === '' ? reason : `${place}: ${reason}`;
}

export const text: Shape<string> = simple('a text', (value) => typeof value === 'string');
export const truth: Shape<boolean> = simple('true or false', (value) => typeof value === 'boolean');
export const number: Shape<number> = simple('a number', Number.isFinite);
/** A whole number from 0. */
export const count: Shape<number> = simple('a whole number from 0', (value) => isCount(value));

export function countUpTo(most: number): Shape<number> {
  return simple(`a whole number from 0 to ${most}`, (value) => isCount(value) && value <= most);
}

export function exactly<const Value>(value: Value): Shape<Value> {
  return simple(JSON.stringify(value), (found) => found === value);
}

export function oneOf<const Word extends string>(...words: readonly Word[]): Shape<Word> {
  return simple(`one of ${words.join(', ')}`, (value) => words.some((word) => word === value));
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return { faultOf: (value) => (value === null ? undefined : shape.faultOf(value)) };
}

export function optional<T>(shape: Shape<T>): Shape<T> {
  return { ...shape, isOptional: true };
}

export function listOf<T>(shape: Shape<T>, { most = Number.POSITIVE_INFINITY } = {}): Shape<readonly T[]> {
  return {
    faultOf(value) {
      if (!Array.isArray(value)) return expected('a list', value);
      if (value.length > most) return { place: '', reason: `has ${value.length} entries, at most ${most} are taken` };
      for (let index = 0; index < value.length; index++) {
        const fault = shape.faultOf(value[index]);
        if (fault !== undefined) return inside(`[${index}]`, fault);
      }
      return undefined;
    },
  };
}

/** A list of this length. */
export function tuple<T extends readonly unknown[]>(
  ...shapes: { readonly [Index in keyof T]: Shape<T[Index]> }
): Shape<T> {
  return {
    faultOf(value) {
      if (!Array.isArray(value) || value.length !== shapes.length) return expected(`a list of ${shapes.length}`, value);
      return shapes.map((shape, index) => at(`[${index}]`, shape.faultOf(value[index]))).find(isFault);
    },
  };
}

/** With these fields; others may be there too. */
export function object<T extends object>(
  fields: { readonly [Name in keyof T]-?: Shape<Required<T>[Name]> },
  alsoWrong: (value: T) => Fault | undefined = () => undefined,
): Shape<T> {
  const entries = Object.entries(fields) as [string, Shape<unknown>][];
  return {
    faultOf(value) {
      if (!isObject(value)) return expected('an object', value);
      for (const [name, shape] of entries) {
        const field = Object.hasOwn(value, name) ? value[name] : undefined;
        if (field === undefined && shape.isOptional) continue;
        const fault = shape.faultOf(field);
        if (fault !== undefined) return inside(name, fault);
      }
      return alsoWrong(value as T);
    },
  };
}

/** Of names that nobody knows before. */
export function recordOf<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    faultOf(value) {
      if (!isObject(value)) return expected('an object', value);
      return Object.entries(value)
        .map(([name, field]) => at(name, shape.faultOf(field)))
        .find(isFault);
    },
  };
}

const deepest = 32;

/** An object with whatever in it, but not so deep that a walk through it would run out of stack. */
export const anyObject: Shape<Readonly<Record<string, unknown>>> = {
  faultOf(value) {
    if (!isObject(value)) return expected('an object', value);
    let level: readonly unknown[] = [value];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > deepest) return { place: '', reason: `is more than ${deepest} levels deep` };
      level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
    }
    return undefined;
  },
};

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function simple<T>(what: string, isRight: (value: unknown) => boolean): Shape<T> {
  return { faultOf: (value) => (isRight(value) ? undefined : expected(what, value)) };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function expected(what: string, found: unknown): Fault {
  return { place: '', reason: `expected ${what}, found ${describe(found)}` };
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'an object';
  const printed = JSON.stringify(value) ?? typeof value;
  return printed.length > 40 ? `${printed.slice(0, 40)}…` : printed;
}

function inside(name: string, { place, reason }: Fault): Fault {
  const isJoined = place === '' || place.startsWith('[');
  return { place: isJoined ? `${name}${place}` : `${name}.${place}`, reason };
}

function at(name: string, fault: Fault | undefined): Fault | undefined {
  return fault === undefined ? undefined : inside(name, fault);
}

function isFault(fault: Fault | undefined): fault is Fault {
  return fault !== undefined;
}
