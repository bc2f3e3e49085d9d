// The documentation as it is built: every public export has its page, and in a browser both languages show theirs, with the
// block that the reader changes.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parametersOf } from '../../docs/live/block-drawing.mjs';
import { buildSite } from '../../scripts/docs/build-site.mjs';
import { type DocumentationLanguage, languages, pages } from '../../scripts/docs/pages.mjs';
import { serveSite } from '../../scripts/docs/serve-site.mjs';
import * as library from '../../src/index.ts';
import { temporaryFolder } from '../cli/context.ts';
import { itUnless } from '../support/unless.ts';
import { whyNoBrowser } from './support/browser.ts';
import { openWatched } from './support/watched-page.ts';

const out = temporaryFolder();
beforeAll(() => buildSite(out));
afterAll(() => rmSync(out, { recursive: true }));

it('has all pages in both languages', () => {
  const missing = Object.values(languages).flatMap(({ site }) =>
    ['index', ...pages].map((name) => join(site, `${name}.html`)).filter((file) => !existsSync(join(out, file))),
  );
  expect(missing).toEqual([]);
});

it('has a page of each public export', () => {
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  const documented = new Set(files.map((path) => /googlenet\.([\w.]+)\.html$/.exec(path)?.[1]));
  const index = readFileSync(new URL('../../src/index.ts', import.meta.url), 'utf8');
  const types = [...index.matchAll(/(?:type (?:\w+ as )?(\w+)|export type \{([^}]+)\})/g)].flatMap(
    ([, one, list]) => one ?? list.split(','),
  );
  const names = [
    ...Object.keys(library).filter((name) => name !== 'nn'),
    ...Object.keys(library.nn).map((name) => `nn.${name}`),
    ...types.map((name) => name.trim().replace(/^.* as /, '')).filter((name) => /^[A-Z]\w+$/.test(name)),
  ];
  expect(names.length).toBeGreaterThan(100);
  // Where an export has two names, the second leads to the first.
  expect(
    names.filter((name) => !documented.has(name) && !documented.has(name.replace('nn.', 'nn.functional.'))),
  ).toEqual([]);
});

describe('the block that the reader changes', () => {
  const first = { inChannels: 192, c1: 64, c2: [96, 128], c3: [16, 32], c4: 32 } as const;

  it('counts as the library does', () => {
    const block = new library.IncepBlock(first.inChannels, first.c1, first.c2, first.c3, first.c4);
    const sizes = [...block.namedParameters()].map(([, { shape }]) =>
      shape.reduce((product, side) => product * side, 1),
    );
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
    expect(sum(parametersOf(first))).toBe(sum(sizes));
    expect(sum(sizes)).toBe(163_696);
  });

  const drawn = async (language: DocumentationLanguage) => {
    const server = await serveSite(out, 0);
    const { port } = server.httpServer.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/${join(languages[language].site, 'tutorial.html')}`;
    const { page, faults, close } = await openWatched(address);
    const block = page.locator('inception-block');
    await block.getByText('163,696').waitFor();
    await block.locator('input[name="c1"]').fill('128');
    // 64 more channels, each with 192 weights and a bias.
    await block.getByText('176,048').waitFor();
    expect(await block.locator('svg').textContent()).toContain('128 + 128 + 32 + 32 = 320');
    expect(await page.locator('h1').first().textContent()).toContain(language === 'en' ? 'The tutorial' : '教程');
    expect(faults).toEqual([]);
    await close();
    await server.close();
  };

  itUnless(whyNoBrowser(), 'is drawn anew in English', () => drawn('en'));
  itUnless(whyNoBrowser(), 'is drawn anew in Chinese', () => drawn('zh'));
});
