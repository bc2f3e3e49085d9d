// What starts a training on a cluster is not run here: shells and YAML are parsed, and the command lines in them are read as
// the program reads them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { runCommand, temporaryFolder } from '../cli/context.ts';
import { writePhotos } from './photos.ts';

const folder = fileURLToPath(new URL('../../examples/distributed', import.meta.url));
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

async function expectUnderstood(words: readonly string[]): Promise<void> {
  const workingDirectory = temporaryFolder();
  await writePhotos(join(workingDirectory, 'photos'));
  const { exitCode, stderr } = await runCommand(words, { isCheckOnly: true, workingDirectory });
  expect({ words, exitCode, stderr }).toEqual({ words, exitCode: 0, stderr: '' });
}

it('the hostfile names a host on each line, and how many processes it has', () => {
  const lines = read('hostfile')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.filter((line) => !/^[a-z][a-z0-9.-]* slots=[1-9]\d*$/.test(line))).toEqual([]);
});

it('the batch script of Slurm is one that a shell reads, and starts what there is', async () => {
  const script = read('train.slurm');
  execFileSync('bash', ['-n', join(folder, 'train.slurm')]);
  const [, ...lines] = script.split('\n');
  const settings = lines.flatMap((line) => /^#SBATCH --([a-z-]+)(?:=\S+)?$/.exec(line)?.[1] ?? []);
  expect(settings).toEqual(['job-name', 'nodes', 'ntasks-per-node', 'cpus-per-task', 'time', 'signal', 'requeue']);
  const firstCommand = lines.findIndex((line) => line !== '' && !line.startsWith('#'));
  // Slurm reads no further.
  expect(lines.slice(firstCommand).some((line) => line.startsWith('#SBATCH'))).toBe(false);
  const options = [...script.matchAll(/options=\((.*)\)/g)].map(([, words]) => words.replaceAll('"', '').split(' '));
  expect(options).toHaveLength(2);
  for (const words of options)
    await expectUnderstood([
      'train',
      ...words.map((word) => word.replace('$run', 'runs/cluster').replace('$HOME/', '')),
    ]);
});

const container = z.object({
  containers: z.tuple([
    z.looseObject({ name: z.string(), image: z.string(), command: z.array(z.string()), args: z.array(z.string()) }),
  ]),
  volumes: z.array(z.object({ name: z.string(), persistentVolumeClaim: z.object({ claimName: z.string() }) })),
});
const replicas = z.strictObject({ replicas: z.int(), template: z.strictObject({ spec: container }) });
const mpiJob = z.strictObject({
  apiVersion: z.literal('kubeflow.org/v2beta1'),
  kind: z.literal('MPIJob'),
  metadata: z.object({ name: z.string() }),
  spec: z.strictObject({
    slotsPerWorker: z.int(),
    sshAuthMountPath: z.string(),
    runPolicy: z.strictObject({ cleanPodPolicy: z.literal('Running'), backoffLimit: z.int() }),
    mpiReplicaSpecs: z.strictObject({ Launcher: replicas, Worker: replicas }),
  }),
});

it('the job of the MPI Operator has its fields, and starts what there is on as many slots as there are', async () => {
  const { spec } = mpiJob.parse(parse(read('mpijob.yaml')));
  const { Launcher, Worker } = spec.mpiReplicaSpecs;
  const { command, args } = Launcher.template.spec.containers[0];
  const program = args.indexOf('googlenet');
  expect(command).toEqual(['mpirun']);
  expect(Number(args[args.indexOf('-n') + 1])).toBe(Worker.replicas * spec.slotsPerWorker);
  await expectUnderstood(args.slice(program + 1));
});
