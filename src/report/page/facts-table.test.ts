import { describe, expect, it } from 'vitest';
import { factsTable } from './facts-table.ts';
import { printHtml } from './html.ts';

/** Cells by row, the head first. */
function cellsOf(facts: unknown): readonly (readonly string[])[] {
  const rows = printHtml(factsTable(facts)).match(/<tr>.*?<\/tr>/g) ?? [];
  return rows.map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell));
}

describe('factsTable', () => {
  it('gives records of one form a column for each key', () => {
    expect(
      cellsOf({ epochs: { value: 30, source: 'default' }, lr: { value: 0.1, source: 'cli' }, init: { value: null } }),
    ).toEqual([
      ['', 'value', 'source'],
      ['epochs', '30', 'default'],
      ['lr', '0.1', 'cli'],
      ['init', '–', '–'],
    ]);
  });

  it('gives anything else a row for each value', () => {
    expect(
      cellsOf({ node: 'v20', cpu: { cores: 2, vectors: ['avx2', 'fma'] }, list: [{ a: 1 }], none: {}, off: false }),
    ).toEqual([
      ['node', 'v20'],
      ['cpu.cores', '2'],
      ['cpu.vectors', 'avx2, fma'],
      ['list', '[{&quot;a&quot;:1}]'],
      ['none', '{}'],
      ['off', 'false'],
    ]);
    expect(cellsOf('just text')).toEqual([['', 'just text']]);
    expect(cellsOf(null)).toEqual([['', '–']]);
    expect(cellsOf({})).toEqual([]);
  });

  it('ends in deep ones, and escapes keys and values', () => {
    const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } };
    expect(cellsOf(deep)).toEqual([['a.b.c.d.e', '{&quot;f&quot;:1}']]);
    expect(cellsOf({ '<b>': '</td><script>' })).toEqual([['&lt;b&gt;', '&lt;/td&gt;&lt;script&gt;']]);
  });
});
