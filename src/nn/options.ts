// What a model asks of its own options, so that a wrong one is refused by a typed error, as a layer's is.
import { requireFinite, requireType } from '../errors/require-option.ts';

/** @throws OptionError unless it is true or false */
export function flag(name: string, value: boolean): boolean {
  requireType(name, value, 'boolean');
  return value;
}

/** @throws OptionError unless it is a positive number */
export function factor(name: string, value: number): number {
  requireFinite(name, value, { least: Number.MIN_VALUE });
  return value;
}
