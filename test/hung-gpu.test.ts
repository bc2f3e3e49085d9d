// A GPU whose driver never answers, whether it blocks the thread, as Node's binding does, or leaves a promise open: the process says
// so and ends, and the training goes on from its last checkpoint. No GPU is needed: sessions on the processor stand in for it.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installLibrary } from './support/built-library.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'googlenet-hung-'));
  installLibrary(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Milliseconds in which a call must be done. */
const limit = 5000;

/** Trains three epochs of six steps, and prints a line for each checkpoint. @param first what each run of the device does before it computes */
const script = (first: string) => `
  import { writeSync } from 'node:fs';
  import { DataLoader, imageDataset, nn, SGD, Trainer } from 'googlenet';
  import { nodeCpu } from './node_modules/googlenet/dist/engines/onnxruntime/hosts/node-cpu.js';
  import { watchedHost } from './node_modules/googlenet/dist/engines/onnxruntime/hosts/watched-host.js';
  import { openOnnxEngine } from './node_modules/googlenet/dist/engines/onnxruntime/onnxruntime-engine.js';
  import { tunedForWebGpu } from './node_modules/googlenet/dist/engines/onnxruntime/tuning.js';

  const host = await nodeCpu(1);
  let runs = 0;
  const create = async (model, { preferredOutputLocation, ...options }) => {
    const session = await host.runtime.InferenceSession.create(model, options);
    const run = async (feeds) => {
      runs++;
      ${first};
      return session.run(feeds);
    };
    return { run, release: () => session.release() };
  };
  const runtime = { Tensor: host.runtime.Tensor, InferenceSession: { create } };
  const device = { ...host, engine: 'webgpu', runtime, residency: 'device', tuning: tunedForWebGpu };
  const engine = openOnnxEngine(await watchedHost(device, { milliseconds: ${limit} }));

  const images = Uint8Array.from({ length: 24 * 16 }, (_, index) => (index * 37) % 256);
  const labels = Uint8Array.from({ length: 24 }, (_, index) => index % 3);
  const data = imageDataset({ images, labels, rows: 4, columns: 4, classNames: ['a', 'b', 'c'] });
  const loader = new DataLoader(data, { batchSize: 4, imageSize: 4, seed: 5 });
  const trainer = new Trainer({
    model: new nn.Sequential(new nn.Flatten(), new nn.Linear(16, 3)).initialize(1),
    trainData: loader,
    testData: loader,
    loss: new nn.CrossEntropyLoss(),
    optimizer: new SGD({ learningRate: 0.1 }),
    engine,
  });
  trainer.keepCheckpoints({ save: ({ position }) => writeSync(1, 'epoch ' + position.epoch + '\\n') });
  await trainer.train(3);
  await trainer.close();
  await engine.close();
  console.log(runs, 'runs');`;

function train(first: string) {
  const argv = ['--input-type=module', '--eval', script(first)];
  return new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) =>
    execFile(process.execPath, argv, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  );
}

it.concurrent.each([
  ['blocks the thread', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'],
  ['leaves a promise open', 'await new Promise((resolve) => setTimeout(resolve, 2 ** 30))'],
])('says that the driver hangs, and ends the process, when a step %s', async (_, hangs) => {
  const { code, stdout, stderr } = await train(`if (runs === 50) ${hangs}`);
  expect(stderr).toMatch(
    /^error DEVICE_LOST: webgpu has not answered for 5 s: the driver of the GPU hangs · hint: .*\(--resume\).*\n$/,
  );
  expect({ code, stdout }).toEqual({ code: 1, stdout: 'epoch 2\n' });
});

it.concurrent('lets a training that takes longer as a whole come to its end, and the process with it', async () => {
  const begin = performance.now();
  const waits = 'if (runs % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1000))';
  const { code, stdout, stderr } = await train(waits);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(performance.now() - begin).toBeGreaterThan(limit);
  expect(stdout).toMatch(/^epoch 2\nepoch 3\nepoch 4\n[5-9]\d runs\n$/);
});
