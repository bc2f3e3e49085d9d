// The engine wasm in Node, beside what the suites of all engines say of it: its threads, and what it leaves in the process.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { GraphBuilder } from '../../../graph/graph-builder.ts';
import { opTable } from '../../../ops/op-table.ts';
import { openEngine } from '../../open-engine.ts';

it('has as many threads as are asked for, with several engines at a time', async () => {
  const engines = await Promise.all([1, 2, 3, 2].map((threads) => openEngine('wasm', { threads })));
  expect(engines.map(({ name, threads }) => [name, threads])).toEqual([1, 2, 3, 2].map((threads) => ['wasm', threads]));
  await Promise.all(engines.map((engine) => engine.close()));
});

it('refuses more threads than any library of its kind can start, and bf16', async () => {
  await expect(openEngine('wasm', { threads: 65 })).rejects.toMatchObject({
    name: 'OptionError',
    message: expect.stringMatching(/threads is 65, expected a whole number from 1 to 64/),
  });
  await expect(openEngine('wasm', { precision: 'bf16' })).rejects.toThrow(/the engine wasm computes in float32 alone/);
});

it('says that a step is too large for it, and goes on', async () => {
  await using engine = await openEngine('wasm', { threads: 1 });
  const largestProduct = async (rows: number) => {
    const graph = new GraphBuilder(opTable);
    const column = (name: string) => graph.input(name, 'data', { shape: [rows, 1], dtype: 'float32' });
    const product = graph.add('linear', {}, [column('x'), column('w')]);
    const built = graph.build('product', new Map([['y', graph.add('largest', {}, [product])]]));
    const program = await engine.compile(built, await engine.createStore([]));
    const ones = new Float32Array(rows).fill(1);
    return (await program.run({ x: ones, w: ones })).y;
  };
  // 6.4 GB.
  await expect(largestProduct(40_000)).rejects.toMatchObject({
    name: 'EngineError',
    message:
      'WebAssembly has not enough memory for a step · hint: it has 4 GB at most: take a smaller batch (--batch-size), or smaller images',
  });
  expect(await largestProduct(4)).toEqual(Float32Array.of(1));
});

it('keeps no process alive, and changes no global of it', async () => {
  const library = new URL('../../../../dist/index.js', import.meta.url);
  const script = `
    const { openEngine } = await import(${JSON.stringify(library.href)});
    const before = Object.getOwnPropertyNames(globalThis);
    const engine = await openEngine('wasm', { threads: 2 });
    console.log(engine.name, Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name)));`;
  const argv = ['--input-type=module', '--eval', script];
  expect(await promisify(execFile)(process.execPath, argv)).toEqual({ stdout: 'wasm []\n', stderr: '' });
});
