// The rules of web/, read from the source text: what runs in a browser needs no Node, each package has its place.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const files = readdirSync(join(root, 'web/src'), { recursive: true, encoding: 'utf8' })
  .map((path) => join('web/src', path).replaceAll('\\', '/'))
  .filter((path) => /(?<!\.test)\.tsx?$/.test(path))
  .sort();

/** Where each package may be imported, from `web/src/`. */
const packages: Readonly<Record<string, readonly string[]>> = {
  preact: [''],
  '@preact/signals': [''],
  uplot: ['runs/charts/'],
  '@dagrejs/dagre': ['network/'],
  'onnxruntime-web': ['playground/'],
};

/** What the page's files from `src/` may import. */
const packagesOfSource = ['zod/mini', 'd3-scale'];

describe('the page', () => {
  it('is found', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(importsOf('web/src/main.tsx')).toContain('preact');
  });

  it('needs no Node, nor does what it takes from src/', () => {
    const reached = reachable(files);
    expect(reached).toContain('src/report/read-run-csv.ts');
    expect(reached).toContain('src/studio/protocol-shapes.ts');
    const strays = reached.flatMap((path) =>
      importsOf(path)
        .filter((name) => !name.startsWith('.') && (name.startsWith('node:') || path.startsWith('src/')))
        .filter((name) => !packagesOfSource.includes(name))
        .map((name) => `${path} imports ${name}`),
    );
    expect(strays).toEqual([]);
  });

  it('could train: googlenet/web needs no Node, and of packages only what checks a checkpoint', () => {
    const reached = reachable(['src/web.ts']);
    expect(reached).toContain('src/compile/gradient.ts');
    expect(reached).toContain('src/engines/onnxruntime/hosts/web-webgpu.ts');
    const others = reached.flatMap((path) => importsOf(path).filter((name) => !name.startsWith('.')));
    expect([...new Set(others)].sort()).toEqual(['zod/mini', 'zod/v4/locales/en.js']);
    // Nor is there an import that bundlers would follow at run time.
    const pattern = /\bawait import\(|\bBuffer\.(from|alloc|concat|compare)/;
    expect(reached.filter((path) => pattern.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });

  it('imports each package where it belongs', () => {
    const strays = files.flatMap((path) =>
      importsOf(path)
        .filter((name) => !name.startsWith('.'))
        .filter((name) => !(packages[packageOf(name)] ?? []).some((place) => path.startsWith(`web/src/${place}`)))
        .map((name) => `${path} imports ${name}`),
    );
    expect(strays).toEqual([]);
  });

  it('says at the start of every file what it is, and has none above 400 lines', () => {
    const lines = files.map((path) => [path, readFileSync(join(root, path), 'utf8').trimEnd().split('\n')] as const);
    expect(lines.filter(([, [first]]) => !/^\/\/ \S/.test(first)).map(([path]) => path)).toEqual([]);
    expect(lines.filter(([, { length }]) => length > 400).map(([path]) => path)).toEqual([]);
  });

  it('loads nothing from elsewhere', () => {
    const addresses = files.filter((path) => /['"`(]https?:\/\//.test(readFileSync(join(root, path), 'utf8')));
    expect(addresses).toEqual([]);
  });
});

/** These, and all source files that they import, directly or not. */
function reachable(from: readonly string[]): readonly string[] {
  const reached = new Set(from);
  for (const path of reached) {
    for (const name of importsOf(path)) {
      const to = normalize(join(dirname(path), name)).replaceAll('\\', '/');
      if (name.startsWith('.') && /\.tsx?$/.test(to) && existsSync(join(root, to))) reached.add(to);
    }
  }
  return [...reached];
}

/** Imports of a file, without those of types, which leave nothing in the page. */
function importsOf(path: string): readonly string[] {
  // Without the programs in docstrings.
  const text = readFileSync(join(root, path), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
  return [...text.matchAll(/^(?:import|export) (?!type )(?:[^'";]*? from )?'([^']+)'/gm)].map(([, name]) => name);
}

function packageOf(name: string): string {
  const parts = name.split('/');
  return parts.slice(0, name.startsWith('@') ? 2 : 1).join('/');
}
