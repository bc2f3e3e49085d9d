// `googlenet/web` of the built package in the two usual bundlers: for a browser, without a shim for Node, and as large as recorded.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../cli/context.ts';
import { installLibrary } from '../support/built-library.ts';

const record = readFileSync(new URL('../../bench/results/browser-bundles.md', import.meta.url), 'utf8');
const folder = temporaryFolder();
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Two programs: one that takes everything, and one that trains a network of its own. */
const programs = {
  everything: "export * from 'googlenet/web'; export * as ort from 'onnxruntime-web/wasm';",
  training: `
    import { DataLoader, imageDataset, LeNet, nn, openEngine, SGD, Trainer } from 'googlenet/web';
    export async function train(ort, images) {
      const engine = await openEngine('wasm', { runtime: ort });
      const trainData = new DataLoader(imageDataset(images), { batchSize: 32, imageSize: 28 });
      const [loss, optimizer] = [new nn.CrossEntropyLoss(), new SGD({ learningRate: 0.1 })];
      return new Trainer({ model: new LeNet(), trainData, testData: trainData, loss, optimizer, engine }).train(1);
    }`,
} as const;
type ProgramName = keyof typeof programs;

beforeAll(() => {
  installLibrary(folder);
  symlinkSync(join(modules, 'onnxruntime-web'), join(folder, 'node_modules', 'onnxruntime-web'), 'junction');
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, `${name}.js`), text);
});

/** Each names what it met and did not find, for a browser, and gives the code. */
const bundlers = {
  esbuild: async (name: ProgramName) => {
    const { outputFiles, warnings } = await esbuild({
      ...{ entryPoints: [join(folder, `${name}.js`)], bundle: true, minify: true, format: 'esm', platform: 'browser' },
      ...{ write: false, logLevel: 'silent', external: ['onnxruntime-web/*'] },
    });
    expect(warnings).toEqual([]);
    return outputFiles[0].text;
  },
  Vite: async (name: ProgramName) => {
    const warnings: string[] = [];
    mkdirSync(join(folder, 'vite'), { recursive: true });
    const built = await vite({
      ...{ root: folder, configFile: false, logLevel: 'silent' },
      build: {
        ...{ write: false, target: 'es2022', lib: { entry: `${name}.js`, formats: ['es'] }, minify: true },
        rolldownOptions: { external: /^onnxruntime-web/, onwarn: ({ message }) => warnings.push(message) },
      },
    });
    expect(warnings).toEqual([]);
    const [{ output }] = built as { output: { type: string; code: string }[] }[];
    expect(output.map(({ type }) => type)).toEqual(['chunk']);
    return output[0].code;
  },
} as const;

describe.each(Object.keys(bundlers) as (keyof typeof bundlers)[])('%s', (bundler) => {
  it.each(Object.keys(programs) as ProgramName[])('takes the program %s', async (name) => {
    const code = await bundlers[bundler](name);
    expect(code).not.toMatch(/from ?["']node:|\brequire\(|import\(["']node:|__vite-browser-external/);
    const sizes = { kB: code.length / 1000, zipped: gzipSync(code).length / 1000 };
    const row = record.split('\n').find((line) => line.startsWith(`| ${name} | ${bundler} |`));
    const [kB, zipped] = row?.match(/\d+(?= kB)/g)?.map(Number) ?? [];
    const measured = `measured: | ${name} | ${bundler} | ${Math.round(sizes.kB)} kB | ${Math.round(sizes.zipped)} kB |`;
    // A tenth more or less is what a release may bring; beyond it the record is to be written anew.
    expect(Math.abs(sizes.kB / kB - 1), measured).toBeLessThan(0.1);
    expect(Math.abs(sizes.zipped / zipped - 1), measured).toBeLessThan(0.1);
  });
});
