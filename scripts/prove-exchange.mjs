#!/usr/bin/env node
// Shows on a trained run that weights go to PyTorch and come back: both sides predict all test images with the same
// weights, first with ours, then with those that PyTorch trained on from there and saved; and onnxruntime runs the
// exported model. Prints a table; the exit code is 1 where something differs. Needs python3 with torch, and dist/.
//   node scripts/prove-exchange.mjs runs/googlenet-1
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadModel } from '../dist/cli/options/weights-source.js';
import { imagesName } from '../dist/compile/programs.js';
import { locateFashionMnist } from '../dist/data/fashion-mnist/locate.js';
import { loadRuntime } from '../dist/engines/onnxruntime/load-runtime.js';
import { exportOnnx } from '../dist/export/onnx-model.js';
import { encodeOnnxModel } from '../dist/formats/onnx/write.js';
import { toFloat32 } from '../dist/formats/safetensors.js';
import { decodeTorchFile } from '../dist/formats/torch.js';
import { DataLoader, fashionMnist, openEngine, prediction, writeSafetensors } from '../dist/index.js';
import { createModelStore } from '../dist/training/model-store.js';

const { InferenceSession, Tensor } = await loadRuntime();
const classes = 10;
const imageSize = 96;
const batchSize = 100;
/** A prediction may differ where PyTorch's two best logits are closer than this. */
const smallestMargin = 1e-3;
const largestDistance = 1e-5;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string', default: '/usr/bin/python3' },
    limit: { type: 'string', default: '10000' },
    steps: { type: 'string', default: '20' },
    engine: { type: 'string', default: 'auto' },
  },
});
const limit = Number(values.limit);
if (positionals.length !== 1 || !Number.isInteger(limit / batchSize) || limit < 1) {
  console.error(
    `usage: node scripts/prove-exchange.mjs RUN|FILE [--limit N, a multiple of ${batchSize}] [--steps N] [--engine NAME] [--python PATH]`,
  );
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), 'prove-exchange-'));
try {
  process.exitCode = (await prove(positionals[0])) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true });
}

async function prove(source) {
  const { model, shown } = loadModel(source, { workingDirectory: process.cwd() });
  const weightsFile = join(scratch, 'ours.safetensors');
  const tensors = [...model.stateDict()].map(([name, tensor]) => [name, { dtype: 'F32', ...tensor }]);
  writeSafetensors(weightsFile, new Map(tensors), { format: 'pt' });
  const location = await locateFashionMnist();
  if (location === undefined) throw new Error('Fashion-MNIST is not on this machine');
  const dataset = await fashionMnist({ split: 'test', limit });
  const version = runPython(weightsFile, location.directory);

  const rows = [
    compare('ours → PyTorch', await predictAll(model, dataset), readLogits('pytorch-given'), dataset.labels),
    compare('ours → ONNX', await predictOnnx(model, dataset), readLogits('pytorch-given'), dataset.labels),
  ];
  const saved = decodeTorchFile(readFileSync(join(scratch, 'pytorch.pt')), 'pytorch.pt');
  const state = [...saved].map(([name, tensor]) => [name, { shape: tensor.shape, data: toFloat32(tensor, name) }]);
  model.loadStateDict(new Map(state));
  rows.push(compare('PyTorch → ours', await predictAll(model, dataset), readLogits('pytorch-trained'), dataset.labels));

  console.log(`${shown}, ${limit} test images, ${version}\n`);
  console.log(
    '| weights | relative L2 of the logits | other class | of these with a margin | accuracy here | accuracy in PyTorch |',
  );
  console.log('|---|---|---|---|---|---|');
  for (const { what, distance, differing, clear, accuracies } of rows) {
    const [here, there] = accuracies.map((accuracy) => `${(100 * accuracy).toFixed(2)} %`);
    console.log(`| ${what} | ${distance.toExponential(1)} | ${differing} | ${clear} | ${here} | ${there} |`);
  }
  return rows.every(({ distance, clear }) => distance <= largestDistance && clear === 0);
}

function runPython(weightsFile, directory) {
  const script = fileURLToPath(new URL('prove-exchange.py', import.meta.url));
  const options = ['--dataset', directory, '--limit', String(limit), '--steps', values.steps];
  return execFileSync(values.python, [script, weightsFile, scratch, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  }).trim();
}

function readLogits(name) {
  const bytes = readFileSync(join(scratch, `${name}.f32`));
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

/** Calls `run` with every batch; its logits one after the other. */
async function collect(dataset, run) {
  const logits = new Float32Array(classes * dataset.count);
  let position = 0;
  for (const batch of new DataLoader(dataset, { batchSize, imageSize, shuffle: false }).epoch(0)) {
    const some = await run(batch.images);
    logits.set(some, position);
    position += some.length;
  }
  return logits;
}

async function predictAll(model, dataset) {
  const graph = prediction(model, [batchSize, 1, imageSize, imageSize]);
  const engine = await openEngine(values.engine);
  const program = await engine.compile(graph, await createModelStore(engine, model, [graph]));
  const logits = await collect(dataset, async (images) => (await program.run({ [imagesName]: images })).logits);
  await engine.close();
  return logits;
}

async function predictOnnx(model, dataset) {
  const path = join(scratch, 'model.onnx');
  writeFileSync(path, encodeOnnxModel(exportOnnx(model, { imageShape: [1, imageSize, imageSize] })));
  const session = await InferenceSession.create(path, { logSeverityLevel: 3 });
  return collect(dataset, async (images) => {
    const input = new Tensor('float32', images, [batchSize, 1, imageSize, imageSize]);
    return (await session.run({ input })).logits.data;
  });
}

function compare(what, ours, pytorch, labels) {
  let difference = 0;
  let norm = 0;
  for (const [index, value] of pytorch.entries()) {
    difference += (ours[index] - value) ** 2;
    norm += value ** 2;
  }
  const correct = [0, 0];
  let differing = 0;
  let clear = 0;
  for (const [image, label] of labels.entries()) {
    const here = ranked(ours, image);
    const there = ranked(pytorch, image);
    correct[0] += here[0].label === label ? 1 : 0;
    correct[1] += there[0].label === label ? 1 : 0;
    if (here[0].label === there[0].label) continue;
    differing++;
    if (there[0].logit - there[1].logit >= smallestMargin) clear++;
  }
  const accuracies = correct.map((count) => count / labels.length);
  return { what, distance: Math.sqrt(difference / norm), differing, clear, accuracies };
}

function ranked(logits, image) {
  const own = Array.from(logits.subarray(image * classes, (image + 1) * classes), (logit, label) => ({ label, logit }));
  return own.sort((a, b) => b.logit - a.logit);
}
