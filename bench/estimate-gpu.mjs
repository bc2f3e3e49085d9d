#!/usr/bin/env node
// What a GPU could reach at a training step of GoogLeNet, on paper: the kernels of the models that the engine webgpu makes, the bytes
// that they read and write, and their floating-point operations, against published peaks. ONNX Runtime's own profiler lists the
// kernels with their shapes; it runs them on the processor, so that no GPU is needed.
//   node bench/estimate-gpu.mjs [--save FILE.md]
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeCpu } from '../dist/engines/onnxruntime/hosts/node-cpu.js';
import { lowerGraph } from '../dist/engines/onnxruntime/lower-graph.js';
import { tunedForWebGpu } from '../dist/engines/onnxruntime/tuning.js';
import { encodeOnnxModel } from '../dist/formats/onnx/write.js';
import { graphInputs } from '../dist/graph/graph.js';
import { GoogLeNet, nn, SGD, trainingStep } from '../dist/index.js';

/** Peaks that NVIDIA publishes: float32 without tensor cores, and memory. */
const gpus = [
  { name: 'NVIDIA H100 SXM', flops: 67e12, bandwidth: 3.35e12 },
  // 3072 cores of two operations at up to 2.37 GHz; 128 bits at 16 Gbit/s.
  { name: 'NVIDIA GeForce RTX 4060 Laptop', flops: 14.6e12, bandwidth: 256e9 },
];
/** The share of a peak that a well-made kernel keeps up, and what a kernel costs however small it is. */
const [share, secondsOfKernel] = [0.6, 5e-6];
const batchSizes = [128, 512];
/** Everything is linear in the images, so two small batches tell of all. */
const listed = [2, 4];
const bytesOfType = { float: 4, int32: 4, int64: 8, bool: 1, float16: 2, uint32: 4 };
/** They only name a tensor anew. */
const free = new Set(['Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Identity', 'MemcpyToHost', 'MemcpyFromHost']);

const { values } = parseArgs({ options: { save: { type: 'string' } } });
const host = await nodeCpu(1);
const listings = [];
for (const batchSize of listed) listings.push(await kernelsOf(batchSize));
const kernels = listings[0].map((kernel, index) => ({ ...kernel, ...asLines(kernel, listings[1][index]) }));
const report = print();
process.stdout.write(report);
if (values.save !== undefined) writeFileSync(values.save, report);

/** The kernels of both programs of a step: where they come from, bytes and operations. */
async function kernelsOf(batchSize) {
  const step = trainingStep({
    model: new GoogLeNet().initialize(0),
    loss: new nn.CrossEntropyLoss(),
    optimizer: new SGD({ learningRate: 0.005 }),
    imageShape: [batchSize, 1, 96, 96],
  });
  return [...(await profile(step.compute)), ...(await profile(step.update))];
}

async function profile(graph) {
  const folder = mkdtempSync(join(tmpdir(), 'googlenet-estimate-'));
  const session = await host.runtime.InferenceSession.create(
    encodeOnnxModel(lowerGraph(graph, { tuning: tunedForWebGpu })),
    {
      ...host.sessionOptions,
      // What depends on no provider: constants, copies of the same value, nodes that change nothing.
      graphOptimizationLevel: 'basic',
      enableProfiling: true,
      profileFilePrefix: join(folder, 'step'),
    },
  );
  const feeds = {};
  for (const { attrs, dtype, shape } of graphInputs(graph)) {
    const size = shape.reduce((product, length) => product * length, 1);
    const Numbers = dtype === 'int32' ? Int32Array : Float32Array;
    feeds[attrs.name] = new host.runtime.Tensor(dtype, new Numbers(size), [...shape]);
  }
  await session.run(Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]])));
  session.endProfiling();
  await session.release();
  const events = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]), 'utf8'));
  rmSync(folder, { recursive: true });
  return events
    .filter(({ name, args }) => name.endsWith('_kernel_time') && !free.has(args.op_name))
    .map(({ name, args }) => {
      const inputs = args.input_type_shape.map(tensor);
      const outputs = args.output_type_shape.map(tensor);
      const bytes = [...inputs, ...outputs].reduce((sum, each) => sum + each.bytes, 0);
      return {
        name: name.replace(/_kernel_time$/, ''),
        operator: args.op_name,
        bytes,
        flops: operations(args.op_name, inputs, outputs),
      };
    });
}

function tensor(typed) {
  const [[type, shape]] = Object.entries(typed);
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, size, bytes: size * (bytesOfType[type] ?? 4) };
}

/** A product and its sum are two. */
function operations(operator, inputs, [output]) {
  const [first, second] = inputs;
  if (/Conv/.test(operator))
    return (2 * (/Transpose/.test(operator) ? first : output).size * second.size) / second.shape[0];
  // [M, K] · [K, N], whichever of both lie transposed.
  if (/Gemm|MatMul/.test(operator)) return 2 * Math.sqrt(first.size * second.size * output.size);
  return /Transpose|Concat|Split|Slice|Pad|Gather|Expand|Cast/.test(operator) ? 0 : Math.max(output.size, first.size);
}

/** Both as functions of the batch size. */
function asLines(one, two) {
  if (one.operator !== two.operator) throw new Error(`the programs differ: ${one.name} and ${two.name}`);
  const line = (key) => (batchSize) =>
    one[key] + (two[key] - one[key]) * ((batchSize - listed[0]) / (listed[1] - listed[0]));
  return { bytesAt: line('bytes'), flopsAt: line('flops') };
}

function print() {
  const sum = (key, batchSize) => kernels.reduce((total, kernel) => total + kernel[key](batchSize), 0);
  const rows = batchSizes.map((batchSize) => [
    batchSize,
    kernels.length,
    `${(sum('bytesAt', batchSize) / 1e9).toFixed(1)} GB`,
    `${(sum('flopsAt', batchSize) / 1e12).toFixed(2)} TFLOP`,
  ]);
  const reach = gpus.flatMap((gpu) =>
    batchSizes.map((batchSize) => {
      const seconds = (bound) => kernels.reduce((total, kernel) => total + bound(kernel), 0);
      const peak = seconds((kernel) =>
        Math.max(kernel.bytesAt(batchSize) / gpu.bandwidth, kernel.flopsAt(batchSize) / gpu.flops),
      );
      const likely = peak / share + kernels.length * secondsOfKernel;
      const shown = (time) => `${(time * 1e3).toFixed(1)} ms · ${(batchSize / time).toFixed(0)} images/s`;
      return [gpu.name, batchSize, shown(peak), shown(likely)];
    }),
  );
  const [largest] = batchSizes;
  const byBytes = (list) => list.toSorted((a, b) => b.bytes - a.bytes);
  const nodes = byBytes(kernels.map((kernel) => ({ ...kernel, bytes: kernel.bytesAt(largest) }))).slice(0, 5);
  const kinds = new Map();
  for (const kernel of kernels) {
    const operation = /\/([A-Za-z0-9]+)\.\d+\//.exec(kernel.name)?.[1] ?? '(put in by ONNX Runtime)';
    const key = `${operation} · ${kernel.operator}`;
    const known = kinds.get(key) ?? { key, count: 0, bytes: 0 };
    kinds.set(key, { key, count: known.count + 1, bytes: known.bytes + kernel.bytesAt(largest) });
  }
  const total = sum('bytesAt', largest);
  const partOf = (operation) =>
    percent(
      [...kinds.values()].filter(({ key }) => key.startsWith(operation)).reduce((all, { bytes }) => all + bytes, 0),
    );
  const percent = (bytes) => `${((100 * bytes) / total).toFixed(1)} %`;
  return `${[
    `# A training step on a GPU: an estimate on paper, ${new Date().toISOString().slice(0, 10)}`,
    '',
    "Nothing here was measured on a GPU: no machine with one was at hand. Counted are the kernels of a step of the tutorial's network at",
    '96×96, both programs, as the engine webgpu lowers them and after the optimisations of ONNX Runtime that depend on no provider; the',
    'bytes that each reads and writes; and the floating-point operations.',
    '',
    table(['batch', 'kernels', 'bytes moved', 'operations'], rows),
    '',
    'From published peaks (float32 without tensor cores, memory):',
    ...gpus.map(({ name, flops, bandwidth }) => `* ${name}: ${flops / 1e12} TFLOP/s, ${bandwidth / 1e9} GB/s`),
    '',
    table(['GPU', 'batch', 'bound by the peaks', 'with the assumptions below'], reach),
    '',
    '## Assumptions',
    '',
    '* Each kernel takes as long as the slower of its bytes and its operations, one after the other; all operands come from memory and',
    '  all results go there: caches, which would help small tensors, are left out.',
    `* Kernels keep up ${100 * share} % of the peaks, and each costs ${secondsOfKernel * 1e6} µs beside that. Neither is measured; the kernels of WebGPU's`,
    '  provider may be far from both, convolutions most of all.',
    '* Reshapes cost nothing. Images go up over the bus while the step before is computed.',
    `* Bytes and operations are linear in the batch, and were listed at batches of ${listed.join(' and ')}.`,
    '* The transposes that the WebGPU provider puts around convolutions, for its own layout, are not counted, nor what it fuses.',
    '',
    `## What moves the bytes, at batch ${largest}`,
    '',
    `No node dominates, but the many kernels of two operations add up. Gradients of max-pools`,
    `move ${partOf('maxPool2dGradient')} of the bytes, weight gradients ${partOf('conv2dWeightGradient')}.`,
    '',
    'The five nodes with the most bytes:',
    '',
    table(
      ['node', 'operator', 'bytes', 'share'],
      nodes.map(({ name, operator, bytes }) => [
        `\`${name}\``,
        operator,
        `${(bytes / 1e9).toFixed(2)} GB`,
        percent(bytes),
      ]),
    ),
    '',
    'By operation and operator:',
    '',
    table(
      ['operation · operator', 'kernels', 'bytes', 'share'],
      byBytes([...kinds.values()])
        .slice(0, 12)
        .map(({ key, count, bytes }) => [key, count, `${(bytes / 1e9).toFixed(1)} GB`, percent(bytes)]),
    ),
    '',
    `onnxruntime-node ${host.version} · Node ${process.version} · \`node bench/estimate-gpu.mjs\``,
  ].join('\n')}\n`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}
