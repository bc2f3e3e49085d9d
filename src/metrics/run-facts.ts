// Configuration and environment as rows, whatever their form: both change with versions. In the report as on the page.
import { type Language, translated } from './languages.ts';
import { isObject, type JsonObject, printFact } from './print-fact.ts';

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

/** The names of an option's columns, and of the places that a value can come from. */
export const optionTexts = translated({
  en: {
    option: 'option',
    value: 'value',
    source: 'from',
    sources: {
      default: 'default',
      recipe: 'recipe',
      'config file': 'config file',
      'command line': 'command line',
      program: 'program',
    } as Readonly<Record<string, string>>,
  },
  zh: {
    option: '选项',
    value: '值',
    source: '来源',
    sources: { default: '默认', recipe: '配方', 'config file': '配置文件', 'command line': '命令行', program: '程序' },
  },
});

export function isDefault({ source }: OptionRow): boolean {
  return source === 'default';
}

/** Nothing where it is not said. */
export function printSource({ source }: OptionRow, language: Language): string {
  return source === null ? '' : (optionTexts[language].sources[source] ?? source);
}

/** Options in config.json: first those that were given, then the defaults. */
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
  return [...rows.filter((row) => !isDefault(row)), ...rows.filter(isDefault)];
}

/** What is deeper is printed as JSON. */
const deepest = 8;

export function factRows(facts: JsonObject, path: readonly string[] = []): readonly Fact[] {
  return Object.entries(facts).flatMap(([key, value]): readonly Fact[] => {
    const name = [...path, key];
    if (name.length < deepest) {
      if (isObject(value) && Object.keys(value).length > 0) return factRows(value, name);
      if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
        return value.flatMap((item, index) => factRows(item, [...name, String(index + 1)]));
      }
    }
    return [{ name: name.join('.'), value: printFact(value) }];
  });
}

/** A page with more rows than this would stand still while they are drawn. */
export const mostRows = 1000;
