// What the doors of the library ask of the values that come in: each says what it expected and what it found.
import { describeValue } from './describe-value.ts';
import { OptionError } from './option-error.ts';

export interface NumberRange {
  readonly least?: number;
  readonly most?: number;
  readonly hint?: string;
}

/** @throws OptionError unless it is a whole number in the range; from 1 by default */
export function requireWhole(name: string, value: unknown, { least = 1, most, hint }: NumberRange = {}): void {
  const isInside = Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= (most ?? Number(value));
  if (!isInside) refuse(name, value, `a whole number ${range(least, most)}`, hint);
}

/** @throws OptionError unless it is a finite number in the range; from 0 by default */
export function requireFinite(
  name: string,
  value: unknown,
  { least = 0, most, below, hint }: NumberRange & { readonly below?: number } = {},
): void {
  const isInside = Number.isFinite(value) && Number(value) >= least && Number(value) <= (most ?? Number(value));
  const isBelow = below === undefined || Number(value) < below;
  const limit = below === undefined ? '' : ` and below ${below}`;
  if (!isInside || !isBelow) refuse(name, value, `a number ${range(least, most)}${limit}`, hint);
}

/** @throws OptionError unless it is a whole number; any of them gives random numbers */
export function requireSeed(name: string, value: unknown): void {
  if (!Number.isSafeInteger(value)) refuse(name, value, 'a whole number');
}

/** @throws OptionError unless it is a list of whole numbers of at least 1, of so many axes if that is given */
export function requireShape(
  name: string,
  value: unknown,
  { axes, hint }: { readonly axes?: number; readonly hint?: string } = {},
): void {
  const isShape = Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 1);
  if (isShape && (axes === undefined ? value.length > 0 : value.length === axes)) return;
  const found = Array.isArray(value) ? `[${value.map(describeValue)}]` : describeValue(value);
  const count = axes === undefined ? '' : `${axes} `;
  throw new OptionError(
    `${name} is ${found}, expected ${count}positive whole numbers`,
    hint === undefined ? {} : { hint },
  );
}

/** @throws OptionError unless it is of the type, or an instance of the class */
export function requireType(
  name: string,
  value: unknown,
  type: 'boolean' | 'function' | 'number' | 'string' | (abstract new (...values: never[]) => object),
  { hint }: { readonly hint?: string } = {},
): void {
  const isOfType = typeof type === 'string' ? typeof value === type : value instanceof type;
  if (isOfType) return;
  const kind = typeof type === 'string' ? type : type.name;
  refuse(name, value, `${/^[AEIO]/i.test(kind) ? 'an' : 'a'} ${kind}`, hint);
}

/** @throws OptionError unless it is one of the names */
export function requireChoice(name: string, value: unknown, choices: readonly string[]): void {
  const isChoice = choices.some((choice) => choice === value);
  if (!isChoice) refuse(name, value, `one of ${choices.map((choice) => `'${choice}'`).join(', ')}`);
}

function refuse(name: string, value: unknown, expected: string, hint?: string): never {
  throw new OptionError(`${name} is ${describeValue(value)}, expected ${expected}`, hint === undefined ? {} : { hint });
}

function range(least: number, most: number | undefined): string {
  return most === undefined ? `of at least ${least}` : `from ${least} to ${most}`;
}

/** What is asked of the shape of one image. */
export const imageAxes = { axes: 3, hint: 'give channels, rows and columns of one image, e.g. [1, 96, 96]' } as const;
