// The rules of the layout, read from the source text: imports point back along the way of the data, shared code names
// no operation, only the command line touches the terminal and the environment.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPage } from './docs/read-page.ts';

/** In this order: a file may import from its own folder and from those before it. `index.ts` is the public API. */
const order = [
  'errors',
  'random',
  'images',
  'metrics',
  'graph',
  'ops',
  'nn',
  'models',
  'compile',
  'formats',
  'engines',
  'distributed',
  'export',
  'data',
  'tasks',
  'training',
  'runs',
  'evaluation',
  'summary',
  'network',
  'report',
  'studio',
  'index.ts',
  'web.ts',
  'cli',
];

/** Where each package may be imported. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'onnxruntime-node': ['engines/onnxruntime/'],
  koffi: [
    'engines/onednn/library/',
    'distributed/mpi/',
    'engines/overdue/end-when-overdue.ts',
    'engines/onnxruntime/load-runtime.ts',
    'engines/onnxruntime/hosts/vulkan-adapters.ts',
    'engines/onnxruntime/hosts/variables.ts',
    'cli/doctor/catch-native-lines.ts',
  ],
  zod: ['formats/', 'data/', 'runs/', 'studio/', 'cli/'],
  // The page has these too.
  'zod/mini': ['images/', 'tasks/', 'training/checkpoint.ts', 'studio/checked.ts', 'studio/protocol-shapes.ts'],
  'zod/v4/locales/en.js': ['training/checkpoint.ts'],
  hono: ['studio/'],
  '@hono/node-server': ['studio/'],
  commander: ['cli/'],
  'd3-scale': ['metrics/axis.ts'],
  'd3-shape': ['report/'],
  'opentype.js': ['report/'],
  picocolors: ['cli/'],
  yaml: ['cli/'],
  sharp: ['data/', 'report/'],
  undici: ['data/proxy.ts'],
};

/** Code that must work for an operation that it has never heard of; rewrites of particular ones have one place. */
const shared = ['graph/', 'compile/', 'training/', 'evaluation/', 'summary/', 'network/'];
const rewrites = ['compile/passes/apply-rules.ts'];

/** What a native runtime reads of the environment is left as a user has set it. */
const ofNativeRuntimes: readonly string[] = [
  'engines/onednn/library/waiting-threads.ts',
  'engines/onnxruntime/hosts/variables.ts',
  'engines/onnxruntime/hosts/vulkan-drivers.ts',
];

interface SourceFile {
  /** From `src/`, with `/`. */
  readonly path: string;
  readonly lines: readonly string[];
  /** Without comments. */
  readonly code: string;
}

const root = new URL('../src/', import.meta.url);
const files: readonly SourceFile[] = readdirSync(fileURLToPath(root), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .sort()
  .map((path) => {
    const text = readFileSync(new URL(path, root), 'utf8');
    return { path, lines: text.trimEnd().split('\n'), code: withoutComments(text) };
  });

describe('the source', () => {
  it('is found', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.find(({ path }) => path === 'graph/node.ts')?.code).toContain('export interface NodeOf');
  });

  it('has no folder that the order does not know', () => {
    expect(files.map(({ path }) => path).filter((path) => !order.includes(folderOf(path)))).toEqual([]);
  });

  it('stands in ARCHITECTURE.md in this order', () => {
    const list = readPage('ARCHITECTURE.md').blocks.find(({ code }) => code.startsWith(order[0]));
    const lines = list?.code.trim().split('\n') ?? [];
    expect(lines.map((line) => line.split(' ')[0])).toEqual(order);
  });

  it('imports back along the order of the folders', () => {
    const forward = localImports().filter(
      ({ from, to }) => order.indexOf(folderOf(to)) > order.indexOf(folderOf(from)),
    );
    expect(forward.map(describeImport)).toEqual([]);
  });

  it('has models that import nothing but nn, so that a user can copy one', () => {
    const overAll = ['models/model-table.ts', 'models/recognise.ts'];
    const isModel = (path: string) => folderOf(path) === 'models' && !overAll.includes(path);
    const others = localImports().filter(({ from, to }) => isModel(from) && to !== 'nn/index.ts');
    expect(others.map(describeImport)).toEqual([]);
    expect(
      filesIn('models/')
        .filter(({ path }) => isModel(path))
        .flatMap(importsOf)
        .filter((name) => !name.startsWith('.')),
    ).toEqual([]);
  });

  it('imports files that exist, with their extension', () => {
    const known = new Set(files.map(({ path }) => path));
    expect(
      localImports()
        .filter(({ to }) => !known.has(to))
        .map(describeImport),
    ).toEqual([]);
  });

  it('has what scripts and benches import of it: no compiler looks at these', () => {
    const folders = ['scripts', 'bench'].map((name) => new URL(`../${name}/`, import.meta.url));
    const scripts = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.mjs'))
        .map((path) => ({ path, text: readFileSync(new URL(path, folder), 'utf8') })),
    );
    const imported = scripts.flatMap(({ path, text }) =>
      [...text.matchAll(/import \{([^}]*)\} from '(?:\.\.\/)+dist\/([^']+)\.js'/g)].flatMap(([, names, file]) =>
        names.split(',').flatMap((name) => {
          const [word] = name.trim().split(' ');
          return word === '' ? [] : [{ path, file: `${file}.ts`, word }];
        }),
      ),
    );
    expect(imported.length).toBeGreaterThan(20);
    const missing = imported.filter(({ file, word }) => {
      const code = files.find((each) => each.path === file)?.code ?? '';
      return !new RegExp(`^export [^;=]*\\b${word}\\b`, 'm').test(code);
    });
    expect(missing).toEqual([]);
  });

  it('imports each package where it belongs', () => {
    const strays = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .filter((name) => !(packages[name] ?? []).some((place) => file.path.startsWith(place)))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(strays).toEqual([]);
  });

  it('names no operation in shared code but the sources, input and constant', () => {
    const named = shared.flatMap(filesIn).flatMap(({ path, code }) => {
      if (rewrites.includes(path)) return [];
      const comparisons = [...code.matchAll(/\bop\s*[!=]==?\s*(\S+)|switch \(\S*\bop\)/g)];
      return comparisons
        .filter(([, other]) => other === undefined || !/^'(input|constant)'/.test(other))
        .map(([comparison]) => `${path}: ${comparison}`);
    });
    expect(named).toEqual([]);
  });

  it.each([
    ['prints', /\bconsole\s*\.|\bprocess\.(stdout|stderr|stdin)\b/],
    ['reads the environment or the arguments', /\bprocess\.(env(?!\.\w+ = )|argv)\b/],
    // Signal 0 only asks whether a process is there.
    ['ends the process', /\bprocess\.(exit|abort|kill\((?!\w+, 0\)))/],
  ])('%s in the command line only', (_, pattern) => {
    const users = files.filter(({ path, code }) => folderOf(path) !== 'cli' && pattern.test(code));
    expect(users.map(({ path }) => path).filter((path) => !ofNativeRuntimes.includes(path))).toEqual([]);
  });

  it('prints in one place of the command line, behind what makes texts safe and bears a lost output', () => {
    const users = files.filter(({ code }) => /\bconsole\s*\.|\bprocess\.(stdout|stderr)\b/.test(code));
    expect(users.map(({ path }) => path)).toEqual(['cli/command-context.ts']);
  });

  it('takes the address of native memory where something is known to hold it: an address alone keeps nothing', () => {
    const users = filesIn('engines/onednn/').filter(({ code }) => /\.address\b/.test(code));
    expect(users.map(({ path }) => path.replace('engines/onednn/', ''))).toEqual([
      'library/abi-v2.ts',
      'library/native.ts',
      'library/onednn.ts',
      'onednn-store.ts',
      'plan/block.ts',
    ]);
  });

  it('says at the start of every file what it is', () => {
    expect(files.filter(({ lines }) => !/^\/\/ \S/.test(lines[0])).map(({ path }) => path)).toEqual([]);
  });

  it('names the thing in its comments: none begins with a genitive without its noun', () => {
    const repository = new URL('../', import.meta.url);
    const bare = ['src', 'web/src', 'test', 'bench', 'scripts'].flatMap((folder) =>
      readdirSync(new URL(folder, repository), { recursive: true, encoding: 'utf8' })
        .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
        .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
        .flatMap((path) =>
          readFileSync(new URL(path, repository), 'utf8')
            .split('\n')
            .flatMap((line, index) =>
              /(?:\/\/|\/\*\*?|^\s*\*) Of /.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
            ),
        ),
    );
    expect(bare).toEqual([]);
  });

  it('has no file above 400 lines', () => {
    expect(files.filter(({ lines }) => lines.length > 400).map(({ path }) => path)).toEqual([]);
  });

  it('has no default exports, enums or any', () => {
    const forbidden = /\bexport\s+default\b|\bas\s+default\b|\benum\s+\w+\s*\{|[:<,|]\s*any\b(?!\s*[('])|\bas\s+any\b/;
    expect(files.filter(({ code }) => forbidden.test(code)).map(({ path }) => path)).toEqual([]);
  });

  it('has whole words for file names, and none of the names that say nothing', () => {
    const empty = /^(utils?|helpers?|common|base|managers?|misc|types)\.ts$/;
    const bad = files.filter(({ path }) => {
      const parts = path.split('/');
      return parts.some(
        (part) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.ts)?$/.test(part) || empty.test(part.replace(/(?<!\.ts)$/, '')),
      );
    });
    expect(bad.map(({ path }) => path)).toEqual([]);
  });
});

function folderOf(path: string): string {
  return path.split('/')[0];
}

function filesIn(folder: string): readonly SourceFile[] {
  return files.filter(({ path }) => path.startsWith(folder));
}

function importsOf({ code }: SourceFile): readonly string[] {
  // Not in quotes: there is a command called 'import'.
  return [...code.matchAll(/(?<!['"])\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, name]) => name);
}

interface LocalImport {
  readonly from: string;
  readonly to: string;
}

function localImports(): readonly LocalImport[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => ({ from: file.path, to: new URL(name, new URL(file.path, 'file:///')).pathname.slice(1) })),
  );
}

function describeImport({ from, to }: LocalImport): string {
  return `${from} imports ${to}`;
}

/** Good enough for this source: no string holds `//` after a space or `/*`. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}
