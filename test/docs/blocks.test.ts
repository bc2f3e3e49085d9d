// Every block of code of the documentation does what it says: see block-checks.ts for how each is checked.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pages } from '../../scripts/docs/pages.mjs';
import { locateFashionMnist } from '../../src/data/fashion-mnist/locate.ts';
import { runCommand, temporaryFolder } from '../cli/context.ts';
import { installLibrary } from '../support/built-library.ts';
import { itUnless, withoutDataset } from '../support/unless.ts';
import { blockChecks } from './block-checks.ts';
import { commandLinesOf, programLines } from './command-lines.ts';
import { writePhotos } from './photos.ts';
import { type CodeBlock, readPage } from './read-page.ts';
import { makeSmall, smallOptions } from './small-settings.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const read = pages.map((name) => ({ name, ...readPage(`docs/${name}.md`) }));
const has = (blocks: readonly CodeBlock[], language: string, check: string) =>
  blocks.filter((block) => block.language === language && block.check === check);
const programs = read
  .map(({ name, blocks }) => ({
    name,
    code: has(blocks, 'ts', 'run')
      .map(({ code }) => code)
      .join('\n'),
  }))
  .filter(({ code }) => code !== '');
const reason = withoutDataset(await locateFashionMnist());
/** Between what the programs print. */
const separator = '=== next page';
const printed = new Map<string, string>(pages.map((name) => [name, '']));

it('every fence says how its block is checked', () => {
  const known: readonly string[] = Object.entries(blockChecks).flatMap(([language, checks]) =>
    checks.map((check) => `${language} ${check}`),
  );
  const all = read.flatMap(({ name, blocks }) =>
    blocks.map(({ language, check }) => ({ name, fence: `${language} ${check}` })),
  );
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ fence }) => !known.includes(fence))).toEqual([]);
});

describe('command lines', () => {
  it.each(read)('of $name are understood', async ({ blocks }) => {
    for (const words of [...has(blocks, 'sh', 'check'), ...has(blocks, 'sh', 'run')].flatMap(commandLinesOf)) {
      const { exitCode, stderr } = await runCommand(words, { isCheckOnly: true });
      expect({ words, exitCode, stderr }).toEqual({ words, exitCode: 0, stderr: '' });
    }
  });

  it.each(read.filter(({ blocks }) => has(blocks, 'sh', 'run').length > 0))(
    'of $name run',
    async ({ name, blocks }) => {
      const workingDirectory = placeOf(name);
      await writePhotos(join(workingDirectory, 'photos'));
      for (const words of has(blocks, 'sh', 'run').flatMap(commandLinesOf)) {
        const env = { XDG_CACHE_HOME: join(folder, 'cache') };
        const result = await runCommand([...words, ...(smallOptions[words[0]] ?? [])], { workingDirectory, env });
        expect({ words, ...result }).toMatchObject({ words, exitCode: 0, stderr: '' });
        printed.set(name, `${printed.get(name)}${result.stdout}`);
      }
    },
  );

  const inText = [
    ...read,
    ...['README.md', 'README.zh-CN.md'].map((name) => ({ name, ...readPage(name) })),
    ...pages.map((page) => ({ name: `zh/${page}`, ...readPage(`docs/zh/${page}.md`) })),
  ];
  it.each(inText)('in the text of $name have options that there are', async ({ prose }) => {
    const code = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, line]) => line).join('\n');
    for (const words of commandLinesOf({ code }).filter(([command]) => command !== 'COMMAND')) {
      const { stderr } = await runCommand(words, { isCheckOnly: true });
      expect(stderr).not.toMatch(/UNKNOWN_|UNEXPECTED_/);
    }
  });

  it.each(read)('of $name begin with a program that there is', ({ blocks }) => {
    const lines = blocks.filter(({ language }) => language === 'sh').flatMap(programLines);
    expect(
      lines.filter(
        (line) => !/^(googlenet|npm|npx googlenet|mpirun .*googlenet|node examples\/|node bin\/|#)/.test(line),
      ),
    ).toEqual([]);
  });
});

describe('TypeScript', () => {
  beforeAll(() => {
    const library = installLibrary(folder);
    makeSmall(library);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    for (const { name, code } of programs) writeFileSync(join(folder, `${name}.ts`), code);
    const compilerOptions = {
      noEmit: false,
      rootDir: '.',
      outDir: 'out',
      typeRoots: [join(project, 'node_modules/@types')],
      types: ['node'],
    };
    const config = { extends: join(project, 'tsconfig.json'), compilerOptions, include: ['*.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  });

  it('has the types that it says', () => {
    const compiler = join(project, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(readdirSync(join(folder, 'out'))).toContain(`${programs[0].name}.js`);
  });

  // In one process, since each start takes its time.
  itUnless(reason, 'runs', () => {
    const places = programs.map(({ name }) => ({ name, place: placeOf(name) }));
    writeFileSync(join(folder, 'out', 'all.js'), runAll(places));
    const output = execFileSync(process.execPath, [join(folder, 'out', 'all.js')], { encoding: 'utf8' });
    const texts = output.split(separator).slice(1);
    expect(texts).toHaveLength(programs.length);
    for (const [index, { name }] of programs.entries()) printed.set(name, `${printed.get(name)}${texts[index]}`);
  });
});

describe('what is printed', () => {
  for (const { name, blocks } of read) {
    for (const { code } of has(blocks, 'text', 'printed')) {
      itUnless(withoutDatasetFor(name), `on ${name}: ${code.split('\n')[0].slice(0, 40)}`, () => {
        let rest = printed.get(name) ?? '';
        for (const piece of code.split(/^…\n/m)) {
          expect(rest).toContain(piece.trimEnd());
          rest = rest.slice(rest.indexOf(piece.trimEnd()) + piece.length);
        }
      });
    }
  }
});

it('excerpts stand in the examples', () => {
  const files = [
    'web/index.html',
    'web/classify.mjs',
    'web/prepare-picture.mjs',
    'node-onnx/classify.mjs',
    'browser/worker.mjs',
  ];
  const text = files.map((file) => readFileSync(join(project, 'examples', file), 'utf8')).join('\n');
  const lines = new Set(text.split('\n').map((line) => line.trim()));
  const excerpts = read.flatMap(({ blocks }) => blocks.filter(({ check }) => check === 'excerpt'));
  const strange = excerpts.flatMap(({ code }) => code.split('\n').filter((line) => !lines.has(line.trim())));
  expect(strange).toEqual([]);
});

/** A program that runs each page's in its place. */
function runAll(places: readonly { readonly name: string; readonly place: string }[]): string {
  const steps = places.map(
    ({ name, place }) =>
      `process.chdir(${JSON.stringify(place)});\nconsole.log(${JSON.stringify(separator)});\nawait import('./${name}.js');\n`,
  );
  return steps.join('');
}

/** Where what is on a page is run: its programs find what its command lines wrote. */
function placeOf(name: string): string {
  const place = join(folder, `in-${name}`);
  mkdirSync(place, { recursive: true });
  return place;
}

/** Pages whose programs read it. */
function withoutDatasetFor(name: string): string | undefined {
  return programs.some((program) => program.name === name) ? reason : undefined;
}
