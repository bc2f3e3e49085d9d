// ARCHITECTURE.md and PROMISES.md say what there is: graphs that are printed there are printed anew, folders, packages and
// files that are named exist. The graphs are those of TinyNet, from its `forward` to the primitives of oneDNN.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import { trainingStep } from '../src/compile/programs.ts';
import { printGraph } from '../src/graph/print-graph.ts';
import { CrossEntropyLoss } from '../src/nn/index.ts';
import { readPage } from './docs/read-page.ts';
import { enginesUnderTest, openOneDnnUnderTest } from './support/engines.ts';
import { CompiledStep, createStepStore } from './support/run-step.ts';
import { TinyNet } from './support/small-nets.ts';
import { tinyImages, traceTinyNet } from './support/trace-tiny-net.ts';
import { itUnless } from './support/unless.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const text = read('ARCHITECTURE.md');
const { blocks, tables } = readPage('ARCHITECTURE.md');

/** Columns are as wide as a graph needs them, so spaces do not count. */
const squeezed = (lines: string) => lines.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '));
const nodesOf = (print: string) => squeezed(print).filter((line) => line.startsWith('%'));
const [forward] = blocks.filter(({ language }) => language === 'ts').map(({ code }) => code);
const [traced, computed] = blocks.filter(({ code }) => code.startsWith('%')).map(({ code }) => code);
/** `%4 = conv2d(…) … # convolution → convolution`; in brackets stands what is no primitive of its own. */
const followed = nodesOf(computed).map((line) => line.split(' → '));

const model = new TinyNet().initialize(0);
const optimizer = new SGD({ learningRate: 0.1, momentum: 0.9 });
const step = trainingStep({ model, loss: new CrossEntropyLoss(), optimizer, imageShape: tinyImages });

describe('the graph in ARCHITECTURE.md', () => {
  it('is of a `forward` that stands in the tests', () => {
    expect(forward.trim().split('\n').length).toBeGreaterThan(2);
    expect(read('test/support/small-nets.ts')).toContain(forward);
  });

  it('is what `forward` traces', () => {
    expect(nodesOf(traced)).toEqual(nodesOf(printGraph(traceTinyNet())));
  });

  it('is, with passes and gradient, what a step computes besides inputs and loss', () => {
    const ofModules = nodesOf(printGraph(step.compute)).filter(
      (line) => /# (?!loss)/.test(line) && !/= input/.test(line),
    );
    expect(followed.map(([node]) => node)).toEqual(ofModules);
  });

  itUnless(enginesUnderTest.onednn.unavailable, 'becomes these primitives of oneDNN', async () => {
    await using engine = openOneDnnUnderTest('auto');
    const { compute } = await CompiledStep.compile(engine, step, await createStepStore(engine, model, step));
    const profile = await compute.profile({ images: new Float32Array(2 * 4 * 4), labels: new Int32Array(2) });
    // Which reorders there are, the processor decides by its layouts.
    const primitives = (profile ?? []).filter(
      ({ kind, module }) => kind !== 'reorder' && !['', 'loss'].includes(module),
    );
    const said = followed.filter(([, primitive]) => !primitive.startsWith('('));
    expect(said.map(([node, primitive]) => `${node.split(' # ')[1]}: ${primitive}`)).toEqual(
      primitives.map(({ kind, module }) => `${module}: ${kind}`),
    );
  });
});

describe('ARCHITECTURE.md', () => {
  it('is as short as it is meant to be', () => {
    const lines = text.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(250);
    expect(lines.filter((line) => line.length > 150)).toEqual([]);
  });

  it('has a reason for each package', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const docs = JSON.parse(read('docs/package.json'));
    const used = Object.keys({ ...dependencies, ...devDependencies, ...docs.dependencies, ...docs.devDependencies });
    const [listed] = tables.filter(([[head]]) => head === 'package');
    const names = listed.slice(1).flatMap(([cell]) => cell.replaceAll(/ \(.*\)/g, '').split(', '));
    expect(names.toSorted()).toEqual([...new Set(used)].filter((name) => !name.startsWith('@types/')).toSorted());
  });
});

describe.each(['ARCHITECTURE.md', 'PROMISES.md'])('%s', (name) => {
  const tracked = ['src', 'web', 'test', 'scripts', 'docs', 'bench', 'results'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => !path.includes('node_modules')),
  );

  it('names files that there are', () => {
    const quoted = [...read(name).matchAll(/`([\w./-]+(?:\.(?:tsx?|mjs|py)|\/))`/g)].map(([, path]) => path);
    expect(quoted.length).toBeGreaterThan(20);
    const isThere = (path: string) =>
      existsSync(new URL(path, root)) || tracked.some((known) => `/${known}`.endsWith(`/${path.replace(/\/$/, '')}`));
    expect(quoted.filter((path) => !isThere(path))).toEqual([]);
  });

  it('links to files that there are', () => {
    const links = [...read(name).matchAll(/\]\(([^)#:]+)[^)]*\)/g)].map(([, path]) => path);
    expect(links.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });
});
