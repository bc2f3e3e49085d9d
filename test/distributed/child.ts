// One rank of the tests of MPI: does what its scenario says, and writes what came of it to a file of its own.
import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openMpiGroup } from '../../src/distributed/mpi/open-mpi-group.ts';
import type { ProcessGroup } from '../../src/distributed/process-group.ts';
import { CollectiveError } from '../../src/errors/collective-error.ts';

export interface Outcome {
  readonly rank: number;
  readonly pid: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** The error that ended it. */
  readonly error?: { readonly message: string; readonly problem: string; readonly ranks: readonly number[] };
}

/** What each rank does; rank 1 is the one that troubles the others. */
const scenarios: Readonly<Record<string, (group: ProcessGroup) => Promise<Readonly<Record<string, unknown>>>>> = {
  async sums(group) {
    const { rank, size, hosts, transport } = group;
    const small = Float64Array.of(rank + 1, 0.1 * (rank + 1), rank === 0 ? 1e300 : -1e284);
    // A part in the midst of a larger memory, as an engine's gradients are.
    const whole = new Float32Array(100_100).fill(7);
    const part = whole.subarray(50, 100_053);
    part.forEach((_, index) => {
      part[index] = Math.fround(Math.sin(index + 1) / (rank + 1));
    });
    await group.sum(small);
    await group.sum(part);
    await group.sum(new Float32Array(0));
    const bytes = new Uint8Array(70_001).fill(rank + 5);
    await group.broadcast(bytes);
    const texts = await group.gather(`${'线'.repeat(rank)}rank ${rank}`);
    const both = await Promise.all([group.gather('first'), group.gather('second')]);
    const large = new Float32Array(6_000_000).fill(rank + 1);
    await group.sum(large);
    const travelling = await group.beginSums();
    const halves = [new Float32Array(2_000_000).fill(rank + 1), new Float32Array(300_000).fill(2 * rank)];
    for (const half of halves) {
      travelling.add(half);
      for (let computation = 0; computation < 20; computation++) travelling.moveOn();
    }
    const meanwhile = group.gather('behind them');
    await travelling.finish();
    const exact = (index: number) =>
      hosts.reduce((total, _, each) => total + Math.fround(Math.sin(index + 1) / (each + 1)), 0);
    return {
      size,
      hosts,
      transport,
      small: [...small],
      digest: createHash('sha256').update(small).update(whole).digest('hex'),
      around: [whole[49], whole[100_053]],
      error: part.reduce((most, value, index) => Math.max(most, Math.abs(value - exact(index))), 0),
      broadcast: [...new Set(bytes)],
      texts,
      both,
      large: [...new Set(large)],
      halves: halves.map((half) => [...new Set(half)]),
      meanwhile: await meanwhile,
      waited: group.waited,
      again: await openMpiGroup(opening).then(
        () => 'opened',
        (error: unknown) => String(error),
      ),
    };
  },
  async smallSums(group) {
    const waitedBefore = group.waited;
    const sums: number[] = [];
    for (let step = 0; step < 5; step++) {
      const values = Float64Array.of(group.rank + step);
      await group.sum(values);
      sums.push(values[0]);
    }
    return { sums, waited: group.waited - waitedBefore };
  },
  /** The others wait for rank 1, which does nothing. */
  async late(group) {
    await group.sum(Float64Array.of(1));
    if (group.rank === 1) await sleep(30_000);
    await group.sum(Float64Array.of(1));
    return {};
  },
  async fails(group) {
    if (group.rank === 1) {
      await sleep(300);
      group.fail('the disk is full');
      await group.close();
      process.exit(1);
    }
    await group.sum(Float64Array.of(1));
    return {};
  },
  /** Rank 1 fails while the others have all their values on the way. */
  async failsAmidSums(group) {
    const sums = await group.beginSums();
    sums.add(new Float32Array(1_000_000));
    if (group.rank === 1) {
      await sleep(300);
      group.fail('the disk is full');
      await group.close();
      process.exit(1);
    }
    sums.add(new Float32Array(1_000_000));
    await sums.finish();
    return {};
  },
  async killed(group) {
    await group.sum(Float64Array.of(1));
    write(group.rank, { values: { ready: true } });
    await group.sum(Float64Array.of(1));
    if (group.rank === 1) process.kill(process.pid, 'SIGKILL');
    await group.sum(Float64Array.of(1));
    return {};
  },
  /** Whoever gets the signal says so and waits for the others. */
  async stopped(group) {
    process.once('SIGTERM', () => group.fail('stopped by SIGTERM'));
    write(group.rank, { values: { ready: true } });
    if (group.rank === 1) await sleep(60_000);
    await group.sum(Float64Array.of(1));
    return {};
  },
  async absent() {
    return {};
  },
  async mismatch(group) {
    await (group.rank === 1 ? group.broadcast(new Uint8Array(24)) : group.sum(new Float64Array(3)));
    return {};
  },
  /** The processor's time while rank 1 computes and the others wait, and how often they let it go. */
  async waits(group) {
    await group.gather('');
    const before = process.cpuUsage();
    const { voluntaryContextSwitches } = process.resourceUsage();
    const waitedBefore = group.waited;
    if (group.rank === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
    await group.sum(Float64Array.of(1));
    const { user, system } = process.cpuUsage(before);
    const pauses = process.resourceUsage().voluntaryContextSwitches - voluntaryContextSwitches;
    return { processor: (user + system) / 1000, pauses, waited: group.waited - waitedBefore };
  },
  /** Goes on until it is told to stop, or cannot. */
  async steps(group) {
    const values = new Float32Array(1_000_000);
    for (let step = 0; step < 10_000; step++) {
      values.fill(group.rank + step);
      const sums = await group.beginSums();
      for (const piece of [values.subarray(500_000), values.subarray(0, 500_000)]) {
        sums.add(piece);
        sums.moveOn();
      }
      await sums.finish();
      if (step === 5) write(group.rank, { values: { started: true } });
    }
    return {};
  },
};

const [scenario, folder, timeout, path] = process.argv.slice(2);

/** All at once, since launchers kill whoever is left at the first bad exit. */
function write(rank: number, outcome: Omit<Outcome, 'rank' | 'pid'>): void {
  const file = `${folder}/${rank}.json`;
  writeFileSync(`${file}.new`, JSON.stringify({ rank, pid: process.pid, ...outcome }));
  renameSync(`${file}.new`, file);
}

function describe(error: unknown): Outcome['error'] {
  if (!(error instanceof CollectiveError)) throw error;
  return { message: error.message, problem: error.problem, ranks: error.ranks };
}

const rankByLauncher = Number(process.env.PMI_RANK ?? process.env.OMPI_COMM_WORLD_RANK);
const opening = { variables: process.env, timeout: Number(timeout), path: path === '' ? undefined : path };
let group: ProcessGroup | undefined;
try {
  // The others wait for it in MPI_Init.
  if (scenario === 'absent' && rankByLauncher === 1) await sleep(60_000);
  group = await openMpiGroup(opening);
  const values = await scenarios[scenario](group);
  await group.close();
  write(group.rank, { values });
} catch (error) {
  const known = describe(error);
  if (group !== undefined) {
    // Saves what it has.
    await sleep(200);
    const start = performance.now();
    write(group.rank, { values: { saved: true }, ...(known === undefined ? {} : { error: known }) });
    await group.close().catch(() => {});
    const values = { saved: true, closing: performance.now() - start };
    write(group.rank, { values, ...(known === undefined ? {} : { error: known }) });
  } else {
    write(rankByLauncher, { values: {}, ...(known === undefined ? {} : { error: known }) });
  }
  process.exitCode = 1;
}
