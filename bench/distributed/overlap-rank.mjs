// One rank of bench/overlap.mjs: its steps send gradients by turns while the first layers are computed, and at the end. Rank 0 prints
// what they took.
//   node bench/distributed/overlap-rank.mjs BATCH-SIZE IMAGE-SIZE STEPS
import { openMpiGroup } from '../../dist/index.js';
import { openTraining } from './training.mjs';

const [batchSize, imageSize, steps] = process.argv.slice(2, 5).map(Number);
const group = await openMpiGroup({ variables: process.env });
let isEarly = true;
// Ranks wait for the end where they take themselves to be on one host.
const { size } = group;
Object.defineProperty(group, 'hosts', {
  get: () => Array.from({ length: size }, (_, index) => (isEarly ? `host ${index}` : 'one')),
});
const training = await openTraining({ threads: 1, batchSize, imageSize, group });

const times = { early: [], late: [] };
const waits = { early: [], late: [] };
for (let step = -2; step < 2 * steps; step++) {
  isEarly = step % 2 === 0;
  const [start, waited] = [performance.now(), group.waited];
  await training.step();
  if (step < 0) continue;
  const kind = isEarly ? 'early' : 'late';
  times[kind].push(performance.now() - start);
  waits[kind].push(group.waited - waited);
}
const { engine } = training;
if (group.rank === 0)
  console.log(JSON.stringify({ engine: `${engine.name} ${engine.version}`, transport: group.transport, times, waits }));
await training.close();
await group.close();
