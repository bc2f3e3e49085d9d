// How the run was trained: the options that are not at their defaults, and folded below them everything else that is known.
// Configurations and environments change with versions, so they are shown without knowing their form.
import type { Language } from '../../metrics/languages.ts';
import { isObject, printFact } from '../../metrics/print-fact.ts';
import { factRows, isDefault, optionRows, optionTexts, printSource } from '../../metrics/run-facts.ts';
import { element } from '../svg.ts';
import { folded, type HtmlElement, section, table } from './html.ts';
import { pageTexts } from './page-texts.ts';

/** What a report says of how a run was trained. */
export interface ReportSetting {
  /** What config.json and environment.json hold, of any form. */
  readonly configuration?: unknown;
  readonly environment?: unknown;
  /** The network's layers, as text. */
  readonly summary?: string;
}

/** @returns none where nothing is known */
export function settingSections(setting: ReportSetting, language: Language): readonly HtmlElement[] {
  const texts = pageTexts[language];
  const { configuration, environment, summary } = setting;
  const content = [
    ...(configuration === undefined ? [] : ofConfiguration(configuration, language)),
    ...(environment === undefined ? [] : [folded(texts.environment, factsTable(environment))]),
    ...(summary === undefined ? [] : [folded(texts.network, element('pre', {}, summary))]),
  ];
  return content.length === 0 ? [] : [section(texts.setting, ...content)];
}

function ofConfiguration(configuration: unknown, language: Language): readonly HtmlElement[] {
  const texts = pageTexts[language];
  if (!isObject(configuration)) return [folded(texts.configuration, factsTable(configuration))];
  const { options: _, ...others } = configuration;
  const rows = optionRows(configuration);
  const given = rows.filter((row) => !isDefault(row));
  const defaults = rows.filter(isDefault);
  const { option, value, source } = optionTexts[language];
  const givenTable = table(
    'facts',
    [option, value, source],
    given.map((row) => [row.name, row.value, printSource(row, language)]),
  );
  return [
    ...(given.length === 0 ? [] : [element('div', { class: 'card padded' }, givenTable)]),
    ...(defaults.length === 0 ? [] : [element('p', {}, given.length === 0 ? texts.allDefaults : texts.defaults)]),
    folded(
      texts.configuration,
      table(
        'facts',
        [],
        [...defaults, ...factRows(others)].map((row) => [row.name, row.value]),
      ),
    ),
  ];
}

export function factsTable(facts: unknown): HtmlElement {
  const rows = isObject(facts) ? factRows(facts) : [{ name: '', value: printFact(facts) }];
  return table(
    'facts',
    [],
    rows.map(({ name, value }) => [name, value]),
  );
}
