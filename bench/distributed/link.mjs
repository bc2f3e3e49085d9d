// How long ranks take to add up 16 numbers, and the tutorial's gradients: what a network makes of it. On this machine, between hosts
// made of network namespaces, which needs root:
//   d=$(mktemp -d); test/distributed/with-hosts.sh $d 2 1gbit mpirun.mpich -launcher ssh -launcher-exec $d/ssh \
//     -genv UCX_TLS tcp,self -hosts host-1,host-2 -n 2 node bench/distributed/link.mjs
import { openMpiGroup } from '../../dist/index.js';
import { median } from '../contender.mjs';

const group = await openMpiGroup({ variables: process.env });

/** Milliseconds. */
async function timeOf(count, times) {
  const values = new Float32Array(count);
  const measured = [];
  for (let index = 0; index < times; index++) {
    await group.gather('');
    const start = performance.now();
    await group.sum(values.fill(1));
    measured.push(performance.now() - start);
  }
  return median(measured).toFixed(2);
}

const [few, gradients] = [await timeOf(16, 40), await timeOf(5_977_530, 5)];
if (group.rank === 0)
  console.log(`${group.transport}, ${group.hosts}: 16 numbers in ${few} ms, 5,977,530 in ${gradients} ms`);
await group.close();
