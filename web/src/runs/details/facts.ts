// Configuration and environment as rows, whatever their form: both change with versions.
import { isObject, type JsonObject, printFact } from '../../../../src/metrics/print-fact.ts';

export interface OptionRow {
  readonly name: string;
  readonly value: string;
  /** Where it came from, e.g. `default`; null where it is not said. */
  readonly source: string | null;
}

export interface Fact {
  /** The keys to it, with dots. */
  readonly name: string;
  readonly value: string;
}

/** Of config.json: what was given first, then the defaults. */
export function optionRows(config: JsonObject): readonly OptionRow[] {
  const options = isObject(config.options) ? config.options : {};
  const rows = Object.entries(options).map(([name, option]): OptionRow => {
    const isResolved = isObject(option) && 'value' in option;
    return {
      name,
      value: printFact(isResolved ? option.value : option),
      source: isResolved && typeof option.source === 'string' ? option.source : null,
    };
  });
  return [...rows.filter(({ source }) => source !== 'default'), ...rows.filter(({ source }) => source === 'default')];
}

export function factRows(facts: JsonObject, path = ''): readonly Fact[] {
  return Object.entries(facts).flatMap(([key, value]): readonly Fact[] => {
    const name = path === '' ? key : `${path}.${key}`;
    if (isObject(value) && Object.keys(value).length > 0) return factRows(value, name);
    if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
      return value.flatMap((item, index) => factRows(item, `${name}.${index + 1}`));
    }
    return [{ name, value: printFact(value) }];
  });
}

/** A page with more rows than this would stand still while they are drawn. */
export const mostRows = 1000;
