// What a program of one's own needs comes from 'googlenet' alone, says in its declarations what it is, and can be required.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { locateFashionMnist } from '../src/data/fashion-mnist/locate.ts';
import {
  createModelStore,
  DataLoader,
  imageDataset,
  imagesName,
  nn,
  type Optimizer,
  openEngine,
  prediction,
  Trainer,
  type Update,
  type UpdateContext,
} from '../src/index.ts';
import { temporaryFolder } from './cli/context.ts';
import { installLibrary } from './support/built-library.ts';
import { itUnless, withoutDataset } from './support/unless.ts';

const withoutData = withoutDataset(await locateFashionMnist());

/** A layer: x [N,features] → [N,features], x + W·relu(x) */
class Residual extends nn.Module {
  readonly weight: nn.Parameter;

  constructor(features: number) {
    super();
    this.weight = new nn.Parameter([features, features], (random, index) => random.normal(index) * 0.1);
  }

  forward(x: nn.Tensor): nn.Tensor {
    return nn.add(x, nn.functional.linear(nn.functional.relu(x), this.weight, undefined));
  }
}

class Classifier extends nn.Module {
  readonly flatten = new nn.Flatten();
  readonly residual = new Residual(4);
  readonly head = new nn.Linear(4, 2);

  forward(x: nn.Tensor): nn.Tensor {
    return this.head.call(this.residual.call(this.flatten.call(x)));
  }
}

/** p ← p − learningRate · mean, where mean ← decay·mean + gradient */
class Averaged implements Optimizer {
  readonly learningRate = 0.1;

  update({ graph, parameter, gradient, learningRate, state }: UpdateContext): Update {
    const mean = state('mean');
    const next = graph.add('add', {}, [graph.add('scale', { factor: 0.5 }, [mean]), gradient]);
    const step = graph.add('multiply', {}, [next, learningRate]);
    return { parameter: graph.add('subtract', {}, [parameter, step]), state: new Map([[mean, next]]) };
  }
}

/** Bright above, or bright below. */
const labels = Array.from({ length: 12 }, (_, index) => index % 2);
const images = Uint8Array.from(labels.flatMap((label) => (label === 0 ? [250, 240, 5, 10] : [10, 5, 240, 250])));
const dataset = imageDataset({ images, rows: 2, columns: 2, labels, classNames: ['above', 'below'] });
const loader = new DataLoader(dataset, { batchSize: 4, imageSize: 2 });

describe('with what the library exports', () => {
  it('a layer, an optimizer and a dataset of one’s own are trained', async () => {
    await using engine = await openEngine('reference');
    const model = new Classifier();
    const loss = new nn.CrossEntropyLoss();
    const options = { model, loss, trainData: loader, testData: loader, optimizer: new Averaged(), engine };
    await using trainer = new Trainer(options);
    const states: string[] = [];
    trainer.keepCheckpoints({ save: ({ tensors }) => void states.push(...tensors.keys()) });
    const [first] = await trainer.train(1);
    const last = (await trainer.train(9)).at(-1);
    expect(last?.testLoss).toBeLessThan(Number(first.testLoss));
    expect(last?.testAccuracy).toBe(1);
    expect(states).toContain('mean.residual.weight');
  });

  it('a program of one’s own is compiled and run', async () => {
    await using engine = await openEngine('reference');
    const model = new Classifier().initialize(3);
    const graph = prediction(model, [1, 1, 2, 2]);
    await using store = await createModelStore(engine, model, [graph]);
    await using program = await engine.compile(graph, store);
    const { logits } = await program.run({ [imagesName]: Float32Array.of(1, 1, 0, 0) });
    await store.write(
      'head.bias',
      (await store.read('head.bias')).map((value) => value + 1),
    );
    const before = Array.from(logits);
    const after = (await program.run({ [imagesName]: Float32Array.of(1, 1, 0, 0) })).logits;
    for (const [index, value] of before.entries()) expect(after[index]).toBeCloseTo(value + 1, 5);
  });
});

describe('the built library', () => {
  const folder = temporaryFolder();
  let library = '';
  beforeAll(() => {
    library = installLibrary(folder);
  });

  it('says of everything that it exports what it is', () => {
    const declared = declarations(join(library, 'dist', 'index.d.ts'));
    expect(declared.length).toBeGreaterThan(100);
    expect(declared.filter(({ hasText }) => !hasText).map(({ name }) => name)).toEqual([]);
  });

  it('can be required by CommonJS', () => {
    const script = join(folder, 'program.cjs');
    const program = `const { GoogLeNet, openEngine } = require('googlenet');
      openEngine('reference').then((engine) => console.log(new GoogLeNet().constructor.name, engine.name));`;
    writeFileSync(script, program);
    const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    // Node 20 says that this is experimental.
    expect([status, stdout], stderr).toEqual([0, 'GoogLeNet reference\n']);
  });

  const readmes = ['README.md', 'README.zh-CN.md'];
  it('is used by the same program in both READMEs, in the language of the oldest Node', () => {
    const [program, chinese] = readmes.map(programOf);
    expect(chinese).toBe(program);
    expect(program).toContain('await trainer.close();');
    expect(program).not.toMatch(/\busing\b/);
  });

  // Without the dataset on this machine it would download 30 MB.
  itUnless(withoutData, 'runs the program of the README, on a slice', () => {
    const program = programOf(readmes[0]);
    const slice = program
      .replaceAll("split: 'train'", "split: 'train', limit: 64")
      .replaceAll("split: 'test'", "split: 'test', limit: 16")
      .replace('train(30)', 'train(1)')
      .replaceAll('batchSize: 128', 'batchSize: 32');
    const script = join(folder, 'program.mjs');
    writeFileSync(script, slice);
    const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain("kind: 'epoch'");
    expect(stdout).toContain('epochs: 1,');
  });

  it('says its version to whoever asks', () => {
    const script = join(folder, 'version.cjs');
    writeFileSync(script, "console.log(require('googlenet/package.json').name)");
    expect(spawnSync(process.execPath, [script], { encoding: 'utf8' }).stdout).toBe('googlenet\n');
  });
});

/** The first block of code that imports the library. */
function programOf(readme: string): string {
  const text = readFileSync(new URL(`../${readme}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
  return blocks.find((code) => code.includes("from 'googlenet'")) ?? '';
}

interface Declared {
  readonly name: string;
  readonly hasText: boolean;
}

/** What a file of declarations exports, with what it takes from others. */
function declarations(file: string): readonly Declared[] {
  const text = readFileSync(file, 'utf8');
  const from = (path: string) => declarations(join(dirname(file), path.replace(/\.[jt]s$/, '.d.ts')));
  const taken = [...text.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)'/gm)].flatMap(([, list, path]) => {
    const names = list.split(',').map((name) => name.trim().replace(/^type /, ''));
    const found = from(path);
    return names
      .filter((name) => name !== '')
      .map((name) => {
        const [original] = name.split(' as ');
        return { name, hasText: found.some((each) => each.name === original && each.hasText) };
      });
  });
  const spaces = [...text.matchAll(/^export \* as \w+ from '([^']+)'/gm)].flatMap(([, path]) => from(path));
  const own = /(\*\/\s*)?^export (?:declare )?(?:abstract )?(?:class|interface|function|const|type) (\w+)/gm;
  const declared = [...text.matchAll(own)].map(([, end, name]) => ({ name, hasText: end !== undefined }));
  return [...declared, ...taken, ...spaces];
}
