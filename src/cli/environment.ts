// environment.json: what a run was computed with and on. A resumed run adds its own to those before.
import { arch, hostname, platform, release, totalmem } from 'node:os';
import { z } from 'zod';
import type { ImageDataset } from '../data/dataset.ts';
import type { ProcessGroup } from '../distributed/process-group.ts';
import type { Engine } from '../engines/engine.ts';
import { readJsonFile } from '../runs/json-file.ts';
import { isThere } from '../runs/reading.ts';
import { readGitCommit } from './git-commit.ts';
import { readProcessor } from './processor.ts';
import { readVersion } from './version.ts';

export interface EnvironmentFacts {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly engine: Pick<Engine, 'name' | 'version' | 'threads' | 'precision'>;
  readonly datasets: readonly ImageDataset[];
  /** The processes that train together; undefined for one by itself. */
  readonly group?: Pick<ProcessGroup, 'hosts' | 'transport'> | undefined;
}

/**
 * @param path of the environment.json of the run that is resumed
 * @throws RunFolderError if it cannot be read or was damaged
 */
export function describeEnvironment(path: string | undefined, facts: EnvironmentFacts): object {
  const now = currentEnvironment(facts);
  if (path === undefined || !isThere(path)) return now;
  const { resumes, ...first } = readJsonFile(path, z.looseObject({ resumes: z.array(z.unknown()).default([]) }));
  return { ...first, resumes: [...resumes, now] };
}

function currentEnvironment({ argv, workingDirectory, engine, datasets, group }: EnvironmentFacts): object {
  const processor = readProcessor();
  return {
    time: new Date().toISOString(),
    commandLine: ['googlenet', ...argv],
    workingDirectory,
    versions: { googlenet: readVersion(), node: process.versions.node, [engine.name]: engine.version },
    engine: engine.name,
    threads: engine.threads,
    precision: engine.precision,
    ...(group === undefined ? {} : { group: { transport: group.transport, hosts: group.hosts } }),
    processor,
    memoryBytes: totalmem(),
    system: { platform: platform(), release: release(), architecture: arch(), host: hostname() },
    datasets: datasets.map(({ name, count, sha256 }) => ({ name, count, sha256 })),
    git: readGitCommit(workingDirectory) ?? null,
  };
}
