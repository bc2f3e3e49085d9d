// The doors of a browser's engines. Node stands in for a page that is not isolated and has no GPU.
import * as ort from 'onnxruntime-web/wasm';
import { expect, it } from 'vitest';
import { openWebEngine } from './open-web-engine.ts';

it.each([
  ['an engine that there is not', 'cuda', { runtime: ort }, /engine is 'cuda', expected one of 'wasm', 'webgpu'/],
  ['no options', 'wasm', undefined, /options is undefined, expected an Object/],
  ['no runtime', 'wasm', {}, /runtime is undefined, expected the module onnxruntime-web/],
  ['another module', 'webgpu', { runtime: { InferenceSession: class {} } }, /expected the module onnxruntime-web/],
  ['no number of threads', 'wasm', { runtime: ort, threads: 0 }, /threads is 0, expected a whole number from 1 to 64/],
])('refuses %s', async (_, name, options, message) => {
  await expect(openWebEngine(name as never, options as never)).rejects.toMatchObject({
    name: 'OptionError',
    message: expect.stringMatching(message),
  });
});

it('says why there are not so many threads, and no GPU', async () => {
  await expect(openWebEngine('wasm', { runtime: ort, threads: 2 })).rejects.toMatchObject({
    name: 'EngineError',
    message: expect.stringMatching(/2 threads cannot be had: the page is not isolated .*Cross-Origin-Opener-Policy/),
  });
  await expect(openWebEngine('webgpu', { runtime: ort })).rejects.toMatchObject({
    name: 'EngineError',
    message: expect.stringMatching(/^no GPU can be used: .* hint: take the processor: openEngine\('wasm'/),
  });
});

it('opens again with as many threads, and says which there are', async () => {
  for (const threads of [1, undefined]) {
    await using engine = await openWebEngine('wasm', { runtime: ort, ...(threads === undefined ? {} : { threads }) });
    expect(engine).toMatchObject({ name: 'wasm', threads: 1, version: ort.env.versions.web });
  }
});
