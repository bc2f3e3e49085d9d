// The options in which runs differ: what a comparison is about.
import { isObject, printFact } from '../../../../src/metrics/print-fact.ts';

export interface Difference {
  readonly name: string;
  /** One for each run, in order; null where the configuration is not known. */
  readonly values: readonly (string | null)[];
}

type Config = Readonly<Record<string, unknown>>;

/** Options that say where and how it was reported, not what was trained. */
const aside = ['run', 'resume', 'quiet', 'lang'];

/** @param configs config.json of each run, null where it is not known */
export function differences(configs: readonly (Config | null)[]): readonly Difference[] {
  const options = configs.map((config) => (config === null ? null : valuesOf(config)));
  const names = [...new Set(options.flatMap((values) => (values === null ? [] : [...values.keys()])))];
  return names
    .filter((name) => !aside.includes(name))
    .map((name) => ({ name, values: options.map((values) => (values === null ? null : (values.get(name) ?? '–'))) }))
    .filter(({ values }) => new Set(values.filter((value) => value !== null)).size > 1);
}

function valuesOf({ model, options }: Config): ReadonlyMap<string, string> {
  const entries = Object.entries(isObject(options) ? options : {}).map(([name, option]): [string, string] => [
    name,
    printFact(isObject(option) && 'value' in option ? option.value : option),
  ]);
  return new Map(model === undefined ? entries : [['model', printFact(model)], ...entries]);
}
