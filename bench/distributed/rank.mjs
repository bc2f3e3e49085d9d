// One rank of bench/distributed.mjs: steps of the tutorial's training, together with the others that MPI's launcher started, or by
// itself. Rank 0 runs one for each line that it is sent, as bench/pytorch/bench.py does.
//   node bench/distributed/rank.mjs THREADS BATCH-SIZE IMAGE-SIZE [mpi]
import { createInterface } from 'node:readline';
import { openMpiGroup } from '../../dist/index.js';
import { openTraining } from './training.mjs';

const [threads, batchSize, imageSize] = process.argv.slice(2, 5).map(Number);
const group = process.argv[5] === 'mpi' ? await openMpiGroup({ variables: process.env }) : undefined;
const training = await openTraining({ threads, batchSize, imageSize, group });

const waits = [];
async function step() {
  const before = group?.waited ?? 0;
  await training.step();
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
const { engine, model } = training;
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
await training.close();
await group?.close();
