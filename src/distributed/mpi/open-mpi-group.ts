// Makes this process a rank of the group that a launcher of MPI started.
import { hostname } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { keepLoaded } from '../../engines/onednn/library/native.ts';
import { withinLimit } from '../../engines/overdue/overdue-watch.ts';
import { CollectiveError } from '../../errors/collective-error.ts';
import type { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { requireFinite } from '../../errors/require-option.ts';
import type { Position } from '../collective-problems.ts';
import { defaultTimeout } from '../link.ts';
import { Member } from '../member.ts';
import type { ProcessGroup } from '../process-group.ts';
import { Correspondence } from './correspondence.ts';
import { type FoundMpi, findMpi } from './find-mpi.ts';
import { type Launcher, launcherOf } from './launcher.ts';
import { type Communicator, MpiCalls, MpiFailure } from './mpi-calls.ts';
import { MpiLink, type MpiWorld } from './mpi-link.ts';
import { setBeforeInit, setBeforeLoading } from './native-settings.ts';

/** What `openMpiGroup` takes. */
export interface MpiGroupOptions {
  /** Those of the environment: which launcher started this process. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The file of the library. Default: the one that fits the launcher, where the loader finds it. */
  readonly path?: string | undefined;
  /** Milliseconds in which all ranks must come to a collective, and to MPI's start and end. Default 300,000. */
  readonly timeout?: number | undefined;
  /** The line that is written where MPI's start or end takes longer, which ends the process. Default: the message. */
  readonly describe?: (error: GoogLeNetError) => string;
}

/**
 * Once in a process, on its main thread.
 * @throws CollectiveError where there is no MPI, it is not the launcher's, or a rank is late
 */
export async function openMpiGroup({
  variables,
  path,
  timeout = defaultTimeout,
  describe = ({ message }) => message,
}: MpiGroupOptions): Promise<ProcessGroup> {
  requireFinite('timeout', timeout, { least: 1 });
  if (!isMainThread)
    throw new CollectiveError('MPI is called from a worker', {
      problem: 'unavailable',
      hint: "call it on the process's main thread",
    });
  const launcher = launcherOf(variables);
  setBeforeLoading(variables);
  const found = findMpi({ path, launcher });

  const calls = new MpiCalls(found);
  if (calls.isInitialized)
    throw new CollectiveError('MPI was started in this process before', {
      problem: 'unavailable',
      hint: 'a process can be in one group: start another process',
    });
  const limited = async (name: string, call: () => void) => {
    const line = describe(overdue(name, timeout));
    try {
      await withinLimit({ milliseconds: timeout, line }, call);
    } catch (error) {
      throw error instanceof MpiFailure ? refused(found, error) : error;
    }
  };
  setBeforeInit(found.abi, variables);
  // It has threads of its own, which must not outlive their code when the process ends.
  keepLoaded(found.path);
  const communicators: Communicator[] = [];
  await limited('MPI_Init', () => {
    calls.init();
    calls.returnErrors();
    communicators.push(calls.duplicateWorld(), calls.duplicateWorld());
  });
  const finalize = () => limited('MPI_Finalize', () => calls.finalize());
  const { rank, size } = calls;
  if (launcher?.size !== undefined && launcher.size !== size) {
    await finalize();
    throw strangers(launcher, launcher.size, found, size);
  }

  const [communicator, forMessages] = communicators;
  const ranks = Array.from({ length: size }, (_, index) => index);
  const others = ranks.filter((each) => each !== rank);
  const correspondence = new Correspondence(calls, forMessages, others);
  const world = { calls, communicator, correspondence, rank, transport: found.version, timeout, finalize };
  const hosts = await hostsOf({ ...world, hosts: ranks.map(() => 'host not known') });
  return new Member(new MpiLink({ ...world, hosts }));
}

function hostsOf(world: MpiWorld): Promise<readonly string[]> {
  const before: Position = { count: 0, operation: 'gather', bytes: 0 };
  return new MpiLink(world).gather(hostname(), before);
}

function overdue(name: string, timeout: number): CollectiveError {
  return new CollectiveError(`${name} has not returned after ${timeout / 1000} s`, {
    problem: 'late',
    hint: 'see whether every rank has started and reaches the others by the network',
  });
}

function refused({ version, path }: FoundMpi, cause: MpiFailure): CollectiveError {
  return new CollectiveError(`${version} (${path}): ${cause.message}`, {
    problem: 'failed',
    hint: 'see what it printed',
    cause,
  });
}

function strangers({ name }: Launcher, started: number, { version, path }: FoundMpi, size: number): CollectiveError {
  return new CollectiveError(
    `${name} started ${started} processes, but ${version} (${path}) makes a world of ${size}`,
    {
      problem: 'mismatch',
      hint: 'use the launcher and the library of the same MPI (--mpi FILE); with srun, add --mpi=pmix or --mpi=pmi2',
    },
  );
}
