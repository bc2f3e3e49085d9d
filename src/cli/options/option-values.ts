// From what was typed after an option to a value: one reader for each kind of value.
// Messages go on after the option's name. An option without a value arrives as `true` (see options.ts), which every reader refuses.
import { z } from 'zod';
import { closestName } from '../../errors/closest-name.ts';
import { parseHostName } from '../../studio/server/host.ts';

/** What a shell can offer for a value that is being typed. */
export interface ValueCompletion {
  readonly words?: readonly string[];
  readonly path?: 'file' | 'folder';
}

const completions = z.registry<ValueCompletion>();

/** @param schema of an option or an argument, with its default. @returns undefined where nothing can be offered */
export function completionOf(schema: z.ZodType): ValueCompletion | undefined {
  const isWrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
  return isWrapped ? completionOf(schema.unwrap() as z.ZodType) : completions.get(schema);
}

function completed<Schema extends z.ZodType>(schema: Schema, completion: ValueCompletion): Schema {
  completions.add(schema, completion);
  return schema;
}

export function wholeNumber({ least, most }: { readonly least: number; readonly most?: number }) {
  const expected = most === undefined ? `of at least ${least}` : `from ${least} to ${most}`;
  return typed(`a whole number ${expected}`, (text) => {
    const value = readNumber(text);
    const isInside = value >= least && value <= (most ?? Number.MAX_SAFE_INTEGER);
    return Number.isSafeInteger(value) && isInside ? value : undefined;
  });
}

/** A number of steps, or the word `epoch`. */
export function stepsOrEpoch() {
  return typed('a whole number of at least 1, or epoch', (text) => {
    if (text === 'epoch') return text;
    const value = readNumber(text);
    return Number.isSafeInteger(value) && value >= 1 ? value : undefined;
  });
}

type NumberBounds = { readonly least: number; readonly below?: number } | { readonly above: number };

/** `below` and `above` are not among the values. */
export function number(bounds: NumberBounds) {
  if ('above' in bounds) return finiteNumber(`a number above ${bounds.above}`, (value) => value > bounds.above);
  const { least, below = Number.POSITIVE_INFINITY } = bounds;
  const range = below === Number.POSITIVE_INFINITY ? `of at least ${least}` : `from ${least} to below ${below}`;
  return finiteNumber(`a number ${range}`, (value) => value >= least && value < below);
}

function finiteNumber(expected: string, isInside: (value: number) => boolean) {
  return typed(expected, (text) => {
    const value = readNumber(text);
    return Number.isFinite(value) && isInside(value) ? value : undefined;
  });
}

/** @param shown the number that it must be a multiple of, in words */
export function multiple({ of, most, shown }: { readonly of: number; readonly most: number; readonly shown: string }) {
  return typed(`a multiple of ${shown} up to ${most}`, (text) => {
    const value = readNumber(text);
    return Number.isSafeInteger(value / of) && value > 0 && value <= most ? value : undefined;
  });
}

export function choice<const Name extends string>(names: readonly Name[]) {
  const schema = typed(
    `one of ${names.join(', ')}`,
    (text) => names.find((name) => name === text),
    (text) => closestName(text, names),
  );
  return completed(schema, { words: names });
}

/** Some of the names, separated by commas. */
export function choices(names: readonly string[]) {
  const split = (text: string) => text.split(',').map((name) => name.trim());
  const schema = typed(
    `some of ${names.join(',')}`,
    (text) => (split(text).every((name) => names.includes(name)) ? split(text) : undefined),
    (text) => {
      const nearest = split(text).map((name) => closestName(name, names));
      return nearest.includes(undefined) ? undefined : nearest.join();
    },
  );
  return completed(schema, { words: names });
}

/** A shape of four dimensions, e.g. `1,1,96,96`. */
export function imageShape() {
  return typed('four whole numbers of at least 1, e.g. 1,1,96,96', (text) => {
    const shape = text.split(',').map(readNumber);
    return shape.length === 4 && shape.every((size) => Number.isSafeInteger(size) && size >= 1) ? shape : undefined;
  });
}

/** E.g. `#ffffff`. */
export function colour() {
  return typed('a colour such as #ffffff', (text) => (/^#[0-9a-f]{6}$/i.test(text) ? text : undefined));
}

export function word(what: string) {
  return typed(what, (text) => (text === '' ? undefined : text));
}

/** The path of a file or a folder. */
export function path(what: string) {
  return completed(word(what), { path: 'file' });
}

export function folder(what: string) {
  return completed(word(what), { path: 'folder' });
}

/** Names or addresses of machines, separated by commas. */
export function hostNames() {
  return typed('names of hosts without ports, e.g. studio.example', (text) => {
    const names = text.split(',').map((name) => parseHostName(name.trim()));
    return names.includes(undefined) ? undefined : names.filter((name) => name !== undefined);
  });
}

/** One word or more; for an argument that takes all that are left. */
export function paths(what: string, { least = 1 } = {}) {
  const schema = z.unknown().transform((given, context): readonly string[] => {
    const words = Array.isArray(given) ? given.filter((word) => typeof word === 'string' && word !== '') : [];
    if (words.length >= least) return words;
    context.addIssue({ code: 'custom', message: `is missing, expected ${what}` });
    return z.NEVER;
  });
  return completed(schema, { path: 'file' });
}

/** Given or not; takes no value. */
export function flag() {
  return z.boolean().default(false);
}

function typed<Value>(
  expected: string,
  read: (text: string) => Value | undefined,
  suggest: (text: string) => string | undefined = () => undefined,
) {
  return z.unknown().transform((given, context): Value => {
    const value = typeof given === 'string' ? read(given) : undefined;
    if (value !== undefined) return value;
    const suggestion = typeof given === 'string' ? suggest(given) : undefined;
    context.addIssue({
      code: 'custom',
      message: `${describeGiven(given)}, expected ${expected}`,
      ...(suggestion === undefined ? {} : { params: { hint: `did you mean ${suggestion}?` } }),
    });
    return z.NEVER;
  });
}

/** An argument that is not there is undefined. */
function describeGiven(given: unknown): string {
  if (typeof given === 'string') return `is '${given}'`;
  return given === undefined ? 'is missing' : 'has no value';
}

function readNumber(text: string): number {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
