#!/usr/bin/env node
// Where the time of a training step's compute program goes on the onnxruntime engine: by our operation, by ONNX operator and by
// both, from onnxruntime's own profiler, for the last of a few steps.
//   node bench/profile-onnxruntime.mjs --batch-size 128 --threads 2
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeCpu } from '../dist/engines/onnxruntime/hosts/node-cpu.js';
import { lowerGraph } from '../dist/engines/onnxruntime/lower-graph.js';
import { encodeOnnxModel } from '../dist/formats/onnx/write.js';
import { GoogLeNet, nn, SGD, trainingStep } from '../dist/index.js';

const steps = 5;
const { values } = parseArgs({
  options: { 'batch-size': { type: 'string', default: '128' }, threads: { type: 'string', default: '2' } },
});
const batchSize = Number(values['batch-size']);
const folder = mkdtempSync(join(tmpdir(), 'googlenet-profile-'));

const model = new GoogLeNet().initialize(0);
const { compute: graph } = trainingStep({
  model,
  loss: new nn.CrossEntropyLoss(),
  optimizer: new SGD({ learningRate: 0.005 }),
  imageShape: [batchSize, 1, 96, 96],
});
const { runtime: ort, tuning, sessionOptions } = await nodeCpu(Number(values.threads));
const session = await ort.InferenceSession.create(encodeOnnxModel(lowerGraph(graph, { tuning })), {
  ...sessionOptions,
  enableProfiling: true,
  profileFilePrefix: join(folder, 'step'),
});

const float = (data, dims) => new ort.Tensor('float32', data, dims);
const pixels = Float32Array.from({ length: batchSize * 96 * 96 }, (_, index) => ((index * 7919) % 256) / 255);
const feeds = {
  images: float(pixels, [batchSize, 1, 96, 96]),
  labels: new ort.Tensor(
    'int32',
    Int32Array.from({ length: batchSize }, (_, index) => index % 10),
    [batchSize],
  ),
};
for (const [name, { data, shape }] of model.stateDict()) feeds[name] = float(data, [...shape]);
for (let step = 0; step < steps; step++) await session.run(feeds);
session.endProfiling();

const events = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]), 'utf8'));
rmSync(folder, { recursive: true });
const lastRun = events.filter(({ name }) => name === 'model_run').at(-1);
const kernels = events.filter(({ name, ts }) => name.endsWith('_kernel_time') && ts >= lastRun.ts);

/** Names are `module.path/operation.id/Operator.number`. */
const operationOf = ({ name }) => /\/([A-Za-z0-9]+)\.\d+\//.exec(name)?.[1] ?? '(put in by onnxruntime)';

function table(title, keyOf) {
  const times = new Map();
  for (const kernel of kernels) times.set(keyOf(kernel), (times.get(keyOf(kernel)) ?? 0) + kernel.dur / 1000);
  const total = kernels.reduce((sum, { dur }) => sum + dur / 1000, 0);
  const rows = [...times].sort(([, a], [, b]) => b - a).filter(([, time]) => time >= total / 200);
  console.log(`| ${title} | ms | share |\n|---|---:|---:|`);
  for (const [key, time] of rows)
    console.log(`| ${key} | ${time.toFixed(0)} | ${((100 * time) / total).toFixed(1)} % |`);
  console.log();
}

console.log(`# A training step on onnxruntime, ${new Date().toISOString().slice(0, 10)}\n`);
console.log(
  `Batch ${batchSize}, ${values.threads} threads, ${(lastRun.dur / 1000).toFixed(0)} ms, ${kernels.length} kernels.\n`,
);
table('operation', operationOf);
table('ONNX operator', ({ args }) => args.op_name);
table('both', (kernel) => `${operationOf(kernel)} · ${kernel.args.op_name}`);
console.log(
  `${cpus()[0].model}, ${cpus().length} logical cores · onnxruntime-node ${ort.env.versions.node} · Node ${process.version} · \`node bench/profile-onnxruntime.mjs\``,
);
