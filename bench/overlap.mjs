#!/usr/bin/env node
// What it gains that ranks on two hosts send gradients while they compute, by the rate of the network between them. The hosts are network
// namespaces of this machine (test/distributed/with-hosts.sh: needs root), so that its own two cores also do what switches and network
// cards do elsewhere.
//   npm run build && node bench/overlap.mjs --steps 8 [--save FILE.md]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchers } from '../test/distributed/launchers.mjs';
import { median, table } from './contender.mjs';
import { describeMachine } from './describe-machine.mjs';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '8' },
    rates: { type: 'string', default: '100,300,1000,10000' },
    'batch-size': { type: 'string', default: '128' },
    'image-size': { type: 'string', default: '96' },
    save: { type: 'string' },
  },
});
const { steps } = options;

/** Hosts of one machine would all have its first core. */
const unbound = { 'Open MPI': ['--bind-to', 'none'] };
const oneHost = 'one host';

const withHosts = 'test/distributed/with-hosts.sh';
const rank = 'bench/distributed/overlap-rank.mjs';
const rows = [];
const versions = new Set();
for (const { name, program: launcher, argv: flags, onHosts } of launchers)
  for (const rate of [oneHost, ...options.rates.split(',')]) {
    const folder = mkdtempSync(join(tmpdir(), 'overlap-'));
    const sizes = [options['batch-size'], options['image-size'], steps];
    if (launcher === undefined) throw new Error(`${name} is not installed`);
    const command = [launcher, ...flags, ...(unbound[name] ?? [])];
    const hosts = onHosts(['host-1', 'host-2'], join(folder, 'ssh'));
    const ranks = ['-n', '2', process.execPath, rank, ...sizes];
    const [program, ...argv] =
      rate === oneHost
        ? [...command, ...ranks]
        : [withHosts, folder, '2', `${rate}mbit`, ...command, ...hosts, ...ranks];
    const { status, stdout, stderr } = spawnSync(program, argv, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name}, ${rate}: ${stderr}${stdout}`);
    const { engine, transport, times, waits } = JSON.parse(stdout.slice(stdout.indexOf('{')));
    versions.add(engine).add(transport);
    const ratios = times.late.map((time, step) => time / times.early[step]);
    const milliseconds = (values) => `${median(values).toFixed(0)} ms`;
    rows.push([
      name,
      rate === oneHost ? oneHost : `${Number(rate) / 1000} Gbit/s`,
      milliseconds(times.late),
      milliseconds(waits.late),
      milliseconds(times.early),
      milliseconds(waits.early),
      `${median(ratios).toFixed(2)} ×`,
    ]);
    console.error(rows.at(-1).join(' · '));
  }

const head = ['MPI', 'network', 'step, sums at its end', 'waiting', 'step, sums on the way', 'waiting', 'ratio'];
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const report = `# Gradients that travel while others are computed, ${new Date().toISOString().slice(0, 10)}

The tutorial's network on two ranks of one thread, batches of ${options['batch-size']} images of ${options['image-size']}×${options['image-size']} in all, on hosts that are network namespaces joined by a bridge; ${steps} steps of each kind, by turns. Ratios are medians of pairs.
Both ranks, the bridge and its limit of the rate share the machine's two cores, so what the network itself computes slows the steps here, and would not between machines.

${table(head, rows)}

${describeMachine()} · ${[...versions].join(' · ')} · Node ${process.version} · ${commit} · \`node bench/overlap.mjs --steps ${steps}\`
`;
process.stdout.write(report);
if (options.save !== undefined) writeFileSync(options.save, report);
