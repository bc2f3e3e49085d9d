// What the documentation lists is what there is: codes of errors, names of the API, of options, and figures of results.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pages } from '../../scripts/docs/pages.mjs';
import { recipes } from '../../src/cli/train/recipes/recipe-table.ts';
import * as library from '../../src/index.ts';
import { readPage } from './read-page.ts';

const root = new URL('../../', import.meta.url);
const source = (path: string) => readFileSync(new URL(path, root), 'utf8');
const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => source(`src/${path}`));
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word);

it('all codes of errors are explained, and no others', () => {
  const ofClasses = sources.flatMap((text) =>
    [...text.matchAll(/readonly code(?:: string)? = '(\w+)'/g)].map(([, code]) => code),
  );
  const union = /readonly code: ([^;]+);/.exec(source('src/cli/options/usage-error.ts'))?.[1] ?? '';
  const ofUsage = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code);
  expect(ofClasses.length).toBeGreaterThan(10);
  expect(ofUsage.length).toBeGreaterThan(3);
  const explained = readPage('docs/errors.md').tables.flatMap((rows) => rows.flatMap(([code]) => quoted(code)));
  expect(explained.toSorted()).toEqual([...new Set([...ofClasses, ...ofUsage, 'UNEXPECTED'])].toSorted());
});

describe('coming from PyTorch', () => {
  const { tables, prose } = readPage('docs/pytorch.md');
  const named = tables.flatMap((rows) => rows.slice(1).flatMap(([, here]) => quoted(here)));

  it('names nothing that the library does not have', () => {
    const index = source('src/index.ts');
    const isThere = (name: string) => {
      const [first, ...rest] = name.split('.');
      // A type leaves nothing at run time.
      if (!(first in library))
        return name === 'Module.stateDict' || new RegExp(`type ${first}\\b|\\{ ${first}\\b|, ${first}\\b`).test(index);
      let value: unknown = library;
      for (const part of [first, ...rest]) value = (value as Readonly<Record<string, unknown>>)?.[part];
      return value !== undefined;
    };
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((name) => !isThere(name))).toEqual([]);
    expect(typeof library.nn.Module.prototype.stateDict).toBe('function');
  });

  it('names everything of nn', () => {
    const all = Object.keys(library.nn).flatMap((name) =>
      name === 'init' ? Object.keys(library.nn.init).map((each) => `nn.init.${each}`) : [`nn.${name}`],
    );
    expect(all.filter((name) => !named.includes(name))).toEqual([]);
  });

  it('lacks what is said to be missing', () => {
    const [, missing] = /## What is missing\n([\s\S]*?)\n## /.exec(prose) ?? [];
    const names = quoted(missing ?? '').map((name) => name.replace('nn.', ''));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => name in library.nn)).toEqual([]);
  });
});

describe('figures', () => {
  const records = [
    ...['tutorial', 'fast', 'best', 'emoji', 'lineage'].map((name) => source(`results/${name}/README.md`)),
    source('results/fast/choice.md'),
    ...readdirSync(new URL('bench/results/', root))
      .filter((name) => name.endsWith('.md'))
      .map((name) => source(`bench/results/${name}`)),
  ].join('\n');

  it.each(pages)('in per cent on %s stand in a record', (name) => {
    const { prose } = readPage(`docs/${name}.md`);
    const figures = [...prose.matchAll(/(\d+\.\d+) %/g)].map(([, figure]) => figure);
    const known = `${records}\n${source('README.md')}`;
    expect(figures.filter((figure) => !known.includes(figure))).toEqual([]);
  });

  it('of the recipes are those that the program tells', () => {
    const { prose } = readPage('docs/recipes.md');
    for (const { measured } of Object.values(recipes)) {
      for (const figure of measured.match(/\d+\.\d+ %/g) ?? []) expect(prose).toContain(figure);
    }
  });
});
