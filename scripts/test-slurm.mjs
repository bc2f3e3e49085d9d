// `node scripts/test-slurm.mjs`: trainings that Slurm's srun starts, on a cluster of this one machine, which it sets up and ends again. Needs
// root and, on Debian, `apt install slurmctld slurmd slurm-client slurm-wlm-basic-plugins munge libpmix-dev openmpi-bin mpich`, and a
// build (`npm run build`). Writes what came of it to test/distributed/slurm.md.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineHere } from './setup/machine.mjs';
import { projectPath } from './setup/project.mjs';

const kinds = [
  { mpi: 'Open MPI', flag: '--mpi=pmix' },
  { mpi: 'MPICH', flag: '--mpi=pmi2' },
];
const folder = mkdtempSync(join(tmpdir(), 'slurm-'));
process.env.SLURM_CONF = join(folder, 'slurm.conf');
const program = [process.execPath, projectPath('bin/googlenet.js'), 'train'];
const training = [
  ...program,
  ...['--model', 'lenet', '--limit-train', '12800', '--limit-test', '256', '--image-size', '28', '--batch-size', '64'],
  ...['--lr', '0.05', '--epochs', '12', '--threads', '1', '--checkpoint-every', '20', '--quiet', '--run', 'run'],
];
const daemons = [];
const rows = [];

try {
  await startCluster();
  for (const kind of kinds) await testKind(kind);
  const bare = await finish(srun([], [...program, '--model', 'lenet', '--limit-train', '640']));
  expect('srun without --mpi, MPICH', /add --mpi=pmix or --mpi=pmi2/.test(bare.output), bare);
  rows.push(['MPICH', 'srun without `--mpi`', 'ends, and says which option is missing', bare.took]);
  save();
} finally {
  for (const daemon of daemons.reverse()) daemon.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function testKind({ mpi, flag }) {
  const row = (what, came, { took }) => {
    rows.push([mpi, what, came, took]);
    console.log(rows.at(-1).join(' · '));
  };
  const whole = await finish(srun([flag], training));
  expect(`${mpi}: an undisturbed training`, whole.code === 0, whole);
  const expected = weightsOf(whole);
  row('an undisturbed training', 'ends by itself', whole);

  const stopped = srun([flag], training);
  await stopped.atStep();
  const sent = performance.now();
  spawnSync('scancel', ['--signal=TERM', jobId()]);
  const ofStop = await finish(stopped, sent);
  expect(`${mpi}: SIGTERM`, ofStop.code === 143 && ofStop.took < 10_000, ofStop);
  await expectSame(`${mpi}: resumed behind SIGTERM`, flag, stopped, expected);
  row('SIGTERM by scancel', 'ends with 143; resumed to the same bytes', ofStop);

  const killed = srun([flag, '--kill-on-bad-exit=1'], training);
  await killed.atStep();
  const [pid] = ranksIn(killed.place).slice(-1);
  const shot = performance.now();
  process.kill(pid, 'SIGKILL');
  const ofKill = await finish(killed, shot);
  expect(`${mpi}: kill -9 of a rank`, ofKill.code !== 0 && ofKill.took < 10_000, ofKill);
  await expectSame(`${mpi}: resumed behind a kill`, flag, killed, expected);
  row('kill -9 of a rank, with `--kill-on-bad-exit=1`', 'all end; resumed to the same bytes', ofKill);

  const mistaken = await finish(srun([flag, '--kill-on-bad-exit=1'], [...program, '--lr', 'abc']));
  const told = mistaken.output.split('--lr is').length - 1;
  expect(`${mpi}: a mistake in the options`, mistaken.code !== 0 && told === 1, mistaken);
  row('a mistake in the options, with `--kill-on-bad-exit=1`', 'told once', mistaken);
}

async function startCluster() {
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name));
  const munge = ['key', 'socket', 'pid', 'log', 'seed'].map((name) => join(folder, `munge.${name}`));
  const [key, socket, pid, log, seed] = munge;
  writeFileSync(key, Buffer.from(Array.from({ length: 128 }, (_, index) => (index * 37) % 256)), { mode: 0o400 });
  const host = hostname().split('.')[0];
  const settings = {
    ClusterName: 'test',
    SlurmctldHost: host,
    AuthType: 'auth/munge',
    AuthInfo: `socket=${socket}`,
    SlurmUser: 'root',
    SlurmdUser: 'root',
    StateSaveLocation: join(folder, 'state'),
    SlurmdSpoolDir: join(folder, 'spool'),
    SlurmctldPidFile: join(folder, 'slurmctld.pid'),
    SlurmdPidFile: join(folder, 'slurmd.pid'),
    SlurmctldPort: 26817,
    SlurmdPort: 26818,
    ProctrackType: 'proctrack/linuxproc',
    TaskPlugin: 'task/none',
    MpiDefault: 'none',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const node = `NodeName=${host} CPUs=${cpus().length} State=UNKNOWN`;
  const partition = `PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:4`;
  writeFileSync(process.env.SLURM_CONF, `${[...lines, node, partition].join('\n')}\n`);
  const places = ['--key-file', key, '--socket', socket, '--pid-file', pid, '--log-file', log, '--seed-file', seed];
  start('munged', ['--foreground', '--force', ...places]);
  await until(() => spawnSync('munge', ['--no-input', '--socket', socket]).status === 0, 'munge');
  start('slurmctld', ['-D']);
  start('slurmd', ['-D']);
  await until(() => /idle/.test(spawnSync('sinfo', ['-h'], { encoding: 'utf8' }).stdout), 'the node of Slurm');
}

function start(command, argv) {
  const daemon = spawn(command, argv, { stdio: 'ignore' });
  daemon.once('error', (error) => fail(`${command}: ${error.message}`));
  daemons.push(daemon);
}

/** Two ranks, in a folder of their own. */
function srun(flags, argv, place = mkdtempSync(join(folder, 'run-'))) {
  const child = spawn('srun', ['-n', '2', ...flags, ...argv], { cwd: place, stdio: ['ignore', 'pipe', 'pipe'] });
  const job = { child, place, output: '', started: performance.now() };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      job.output += text;
    });
  const checkpoints = () => {
    try {
      return readdirSync(join(place, 'run/checkpoints')).length;
    } catch {
      return 0;
    }
  };
  job.ended = once(child, 'close');
  job.atStep = () =>
    until(
      () => checkpoints() > 1,
      'a checkpoint',
      () => job.output,
    );
  return job;
}

async function finish(job, since = job.started) {
  const [code, signal] = await job.ended;
  return {
    code: signal === null ? code : -1,
    output: job.output,
    place: job.place,
    took: Math.round(performance.now() - since),
  };
}

async function expectSame(what, flag, { place }, expected) {
  const resumed = await finish(srun([flag], [...program, '--resume', 'run', '--quiet'], place));
  expect(what, resumed.code === 0 && weightsOf(resumed).equals(expected), resumed);
}

function weightsOf({ place }) {
  return readFileSync(join(place, 'run/weights/last.safetensors'));
}

function jobId() {
  return spawnSync('squeue', ['-h', '-o', '%A'], { encoding: 'utf8' }).stdout.trim();
}

/** Ids of the processes of Node that work in a folder. */
function ranksIn(place) {
  const { stdout } = spawnSync('pgrep', ['-f', `${projectPath('bin/googlenet.js')} train`], { encoding: 'utf8' });
  const isThere = (pid) => readlinkSync(`/proc/${pid}/cwd`) === place;
  const isNode = (pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(process.execPath);
  return stdout
    .trim()
    .split('\n')
    .filter((pid) => isThere(pid) && isNode(pid))
    .map(Number);
}

async function until(isDone, what, describe = () => '') {
  const end = performance.now() + 60_000;
  while (!isDone()) {
    if (performance.now() > end) fail(`waited a minute for ${what}\n${describe()}`);
    await sleep(100);
  }
}

function expect(what, holds, { code, output, took }) {
  if (!holds) fail(`${what}: exit code ${code} after ${took} ms\n${output}`);
}

function fail(message) {
  throw new Error(message);
}

function save() {
  const version = spawnSync('srun', ['--version'], { encoding: 'utf8' }).stdout.trim();
  const table = rows.map(([mpi, what, came, took]) => `| ${mpi} | ${what} | ${came} | ${took} |`).join('\n');
  writeFileSync(
    projectPath('test/distributed/slurm.md'),
    `# Trainings under Slurm

Written by \`node scripts/test-slurm.mjs\` on ${new Date().toISOString().slice(0, 10)}: ${version}, two ranks on one node; \`--mpi=pmix\` for Open MPI, \`--mpi=pmi2\` for
MPICH, as Debian has them. ${machineHere()}.

| MPI | what | what came of it | ms |
|---|---|---|---:|
${table}
`,
  );
}
