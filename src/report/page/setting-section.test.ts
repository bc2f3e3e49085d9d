import { describe, expect, it } from 'vitest';
import type { Language } from '../../metrics/languages.ts';
import { printHtml } from './html.ts';
import { factsTable, type ReportSetting, settingSections } from './setting-section.ts';

const config = {
  version: 1,
  options: {
    epochs: { value: 3, source: 'command line' },
    lr: { value: 0.02, source: 'recipe' },
    seed: { value: 0, source: 'default' },
    init: { value: null, source: 'default' },
  },
};

function print(setting: ReportSetting, language: Language = 'en'): string {
  return settingSections(setting, language).map(printHtml).join('');
}

/** Cells by row. */
function cellsOf(html: string): readonly (readonly string[])[] {
  const rows = html.match(/<tr>.*?<\/tr>/g) ?? [];
  return rows.map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell));
}

describe('settingSections', () => {
  it('shows what differs from the defaults and where it came from, and folds the rest', () => {
    const [shown, folded] = print({ configuration: config }).split('<details>');
    expect(cellsOf(shown)).toEqual([
      ['option', 'value', 'from'],
      ['epochs', '3', 'command line'],
      ['lr', '0.02', 'recipe'],
    ]);
    expect(cellsOf(folded)).toEqual([
      ['seed', '0'],
      ['init', '–'],
      ['version', '1'],
    ]);
  });

  it('says where all are defaults, in both languages', () => {
    const { seed } = config.options;
    const configuration = { options: { seed } };
    expect(print({ configuration })).toContain('All options are at their defaults.');
    expect(print({ configuration }, 'zh')).toContain('所有选项均为默认值。');
    expect(print({ configuration: config }, 'zh')).toMatch(/命令行.*配方.*其余选项均为默认值。/);
  });

  it('shows configurations of any form, and folds environment and network', () => {
    expect(cellsOf(print({ configuration: 'just text' }))).toEqual([['', 'just text']]);
    expect(cellsOf(print({ configuration: { a: { b: 1 } } }))).toEqual([['a.b', '1']]);
    const both = print({ environment: { node: 'v20' }, summary: 'Layer' });
    expect(both.match(/<details><summary>.*?<\/summary>/g)).toEqual([
      '<details><summary>Environment</summary>',
      '<details><summary>Network</summary>',
    ]);
    expect(print({})).toBe('');
  });
});

describe('factsTable', () => {
  it('has a row for each value, with keys and values escaped', () => {
    const facts = { node: 'v20', cpu: { vectors: ['avx2', 'fma'] }, list: [{ a: 1 }], '<b>': '</td><script>' };
    expect(cellsOf(printHtml(factsTable(facts)))).toEqual([
      ['node', 'v20'],
      ['cpu.vectors', 'avx2, fma'],
      ['list.1.a', '1'],
      ['&lt;b&gt;', '&lt;/td&gt;&lt;script&gt;'],
    ]);
    expect(cellsOf(printHtml(factsTable(null)))).toEqual([['', '–']]);
    expect(cellsOf(printHtml(factsTable({})))).toEqual([]);
  });
});
