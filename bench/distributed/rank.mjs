// One rank of bench/distributed.mjs: steps of the tutorial's training, together with the others that MPI's launcher started, or by
// itself. Rank 0 runs one for each line that it is sent, as bench/pytorch/bench.py does.
//   node bench/distributed/rank.mjs THREADS BATCH-SIZE IMAGE-SIZE [mpi]
import { createInterface } from 'node:readline';
import { partOf } from '../../dist/data/share.js';
import { DataLoader, GoogLeNet, imageDataset, nn, openEngine, openMpiGroup, SGD } from '../../dist/index.js';
import { Ranks } from '../../dist/training/ranks.js';
import { StepRunner } from '../../dist/training/step-runner.js';
import { takeStep } from '../../dist/training/take-step.js';

const [threads, batchSize, imageSize] = process.argv.slice(2, 5).map(Number);
const group = process.argv[5] === 'mpi' ? await openMpiGroup({ variables: process.env }) : undefined;
const ranks = new Ranks(group);
const batches = 4;
const count = batches * batchSize;
const images = Uint8Array.from({ length: count * imageSize * imageSize }, (_, pixel) => (pixel * 7919) % 251);
const labels = Uint8Array.from({ length: count }, (_, image) => (image * 5) % 10);
const classNames = Array.from({ length: 10 }, (_, index) => String(index));
const dataset = imageDataset({ images, labels, rows: imageSize, columns: imageSize, classNames });
const trainData = new DataLoader(dataset, { batchSize, imageSize });
const engine = await openEngine('onednn', { threads });
const model = new GoogLeNet().initialize(0);
const { begin, end } = partOf(batchSize, ranks.share);
const learning = { model, loss: new nn.CrossEntropyLoss(), optimizer: new SGD({ learningRate: 0.005 }) };
const runner = await StepRunner.create(engine, {
  ...learning,
  imageShape: [1, imageSize, imageSize],
  batchSize: end - begin,
  ranks,
});
await runner.takeFirst();

const waits = [];
let steps = 0;
async function step() {
  const before = group?.waited ?? 0;
  const position = { epoch: 1, step: steps++ % batches };
  const parts = { runner, ranks, signal: undefined, trainData, accumulate: 1, seed: 0, position };
  await takeStep({ ...parts, learningRate: 0.005, updatesBefore: steps - 1 });
  waits.push((group?.waited ?? 0) - before);
}

await step();
await step();
waits.length = 0;
const isFirst = group === undefined || group.rank === 0;
const lines = isFirst ? createInterface({ input: process.stdin })[Symbol.asyncIterator]() : undefined;
if (isFirst) console.log('ready');
for (;;) {
  const order = Uint8Array.of(lines !== undefined && (await lines.next()).done ? 0 : 1);
  await group?.broadcast(order);
  if (order[0] === 0) break;
  const start = performance.now();
  await step();
  if (isFirst) console.log((performance.now() - start).toFixed(3));
}
const gradientBytes = [...model.namedParameters()].reduce((sum, [, { data }]) => sum + (data?.byteLength ?? 0), 0);
const memory = process.resourceUsage().maxRSS * 1024;
if (isFirst)
  console.log(
    JSON.stringify({
      engine: `${engine.name} ${engine.version}`,
      transport: group?.transport,
      waits,
      gradientBytes,
      memory,
    }),
  );
await runner.release();
await engine.close();
await group?.close();
