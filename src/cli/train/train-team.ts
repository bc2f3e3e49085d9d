// The processes that a launcher of MPI has started to train one network, as `googlenet train` meets them. Rank 0 reads and
// writes the run's folder and prints; the others have from it what they need, and print nothing but what it cannot know.
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { failureOf } from '../../distributed/collective-problems.ts';
import { launcherOf } from '../../distributed/mpi/launcher.ts';
import type { ProcessGroup } from '../../distributed/process-group.ts';
import { type RankFacts, requireAlike } from '../../distributed/require-alike.ts';
import type { EngineFacts } from '../../engines/open-training-engine.ts';
import { CollectiveError } from '../../errors/collective-error.ts';
import type { CommandContext } from '../command-context.ts';
import { coresHere } from '../options/engine-options.ts';
import { exitFailure, printError, type ReportOptions, reportError } from '../terminal/report-error.ts';
import { TextOutput } from '../terminal/text-output.ts';
import type { TeamOptions } from './team-options.ts';

/** Milliseconds between two signs of those that the others wait for. */
const signOfLife = 5000;
/** Milliseconds in which the same signal comes twice where both the terminal and the launcher send it. */
const sameSignal = 1000;

/** Becomes a rank of the group, where a launcher or an option says that there is one. @throws CollectiveError */
export async function openTrainTeam(
  { distributed, mpi, collectiveTimeout }: TeamOptions,
  context: CommandContext,
  spoken: Omit<ReportOptions, 'program'>,
): Promise<TrainTeam> {
  const isStarted = launcherOf(context.env) !== undefined;
  if (distributed === 'none' || (distributed === 'auto' && !isStarted))
    return new TrainTeam(undefined, coresHere().most, context, spoken);
  // Most trainings do without, and are started sooner.
  const { openMpiGroup } = await import('../../distributed/mpi/open-mpi-group.ts');
  const group = await openMpiGroup({
    variables: context.env,
    path: mpi,
    timeout: collectiveTimeout * 1000,
    describe: (error) => printError(error, { ...spoken, program: context.program }).join('\n'),
  });
  return new TrainTeam(group, await coresOfRank(group), context, spoken);
}

export class TrainTeam {
  readonly group: ProcessGroup | undefined;
  /** For each rank, as many on every host. */
  readonly cores: number;
  /** For this process: one that is not the first prints nothing. */
  readonly context: CommandContext;

  readonly #spoken: ReportOptions & Pick<CommandContext, 'stderr'>;

  constructor(
    group: ProcessGroup | undefined,
    cores: number,
    context: CommandContext,
    spoken: Omit<ReportOptions, 'program'>,
  ) {
    const { stderr, program } = context;
    this.#spoken = { ...spoken, stderr, program };
    this.group = group;
    this.cores = cores;
    this.context = group === undefined ? context : contextOfRank(group, context);
  }

  get size(): number {
    return this.group?.size ?? 1;
  }

  /** Whether it is the one that reads, writes and prints. */
  get isFirst(): boolean {
    return this.group === undefined || this.group.rank === 0;
  }

  /** Does the work as a member of the team, and leaves it, whatever comes of it. @returns the exit code */
  async run(work: () => Promise<number>): Promise<number> {
    const { group } = this;
    if (group === undefined) return work();
    try {
      const exitCode = await work();
      await group.close();
      // A launcher kills those that are left at the first bad exit: that of rank 0 counts.
      return group.rank === 0 ? exitCode : 0;
    } catch (error) {
      // Told before the others know that this one is about to end: at the first bad exit the launcher kills whoever is left.
      const exitCode = await this.#tell(error, group);
      if (!(error instanceof CollectiveError)) group.fail(failureOf(error));
      await group.close().catch(() => {});
      return exitCode;
    }
  }

  /** @returns the exit code */
  async #tell(error: unknown, group: ProcessGroup): Promise<number> {
    if (error instanceof CollectiveError && isToldByAnother(error, group)) return exitFailure;
    const { stderr, ...spoken } = this.#spoken;
    const exitCode = reportError(error, stderr, spoken);
    await stderr.settle();
    return exitCode;
  }

  /** Lets the others go; what rank 0 does from here on, it does alone. */
  async close(): Promise<void> {
    await this.group?.close();
  }

  async requireAlike(facts: RankFacts): Promise<void> {
    if (this.group === undefined) return;
    await requireAlike(this.group, facts, 'start all of them with the same version and the same options');
  }

  /** @param make called on rank 0 alone: values that JSON can hold */
  async fromFirst<Value>(make: () => Value): Promise<Value> {
    if (this.group === undefined) return make();
    const made = this.isFirst ? { value: make() } : undefined;
    const [text] = await this.group.gather(made === undefined ? '' : JSON.stringify(made));
    return made === undefined ? (JSON.parse(text) as { readonly value: Value }).value : made.value;
  }

  /** @param bytes of rank 0; undefined for none, and on the others */
  async bytesFromFirst(bytes: Uint8Array | undefined): Promise<Uint8Array | undefined> {
    const length = await this.fromFirst(() => bytes?.length ?? -1);
    if (length === -1) return undefined;
    const all = bytes ?? new Uint8Array(length);
    await this.group?.broadcast(all);
    return all;
  }

  /** One rank of each host does the work first, so that what it leaves in a cache is there for the others. */
  async oncePerHost<Result>(work: () => Promise<Result>): Promise<Result> {
    const { group } = this;
    if (group === undefined) return work();
    const { hosts, rank } = group;
    let result: { readonly value: Result } | undefined;
    let failure: { readonly error: unknown } | undefined;
    const isFirstHere = hosts.indexOf(hosts[rank]) === rank;
    const done = isFirstHere
      ? work().then(
          (value) => {
            result = { value };
          },
          (error: unknown) => {
            failure = { error };
          },
        )
      : Promise.resolve();
    // It may take longer than the ranks wait for each other.
    for (let areDone = false; !areDone; ) {
      await Promise.race([done, sleep(signOfLife, undefined, { ref: false })]);
      if (failure !== undefined) throw failure.error;
      const signs = await group.gather(isFirstHere && result === undefined ? 'busy' : 'done');
      areDone = signs.every((sign) => sign === 'done');
    }
    return result === undefined ? work() : result.value;
  }

  /** Threads for each rank where none were asked for. @param saved of a training that goes on: as many as before */
  threads(saved: EngineFacts | undefined): number | undefined {
    return this.group === undefined || saved?.threads !== undefined ? undefined : this.cores;
  }
}

/** Those of the host divided by the ranks that may use them: launchers often give each rank cores of its own. */
async function coresOfRank(group: ProcessGroup): Promise<number> {
  const { hosts, rank } = group;
  const allowed = await group.gather(allowedCores());
  const sharing = allowed.filter((cores, other) => hosts[other] === hosts[rank] && cores === allowed[rank]).length;
  const own = Math.max(1, Math.floor(coresHere().most / sharing));
  return Math.min(...(await group.gather(String(own))).map(Number));
}

/** Which cores this process may run on, where the system tells. */
function allowedCores(): string {
  try {
    return /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 'all';
  } catch {
    // Only Linux tells.
    return 'all';
  }
}

function contextOfRank({ rank }: ProcessGroup, context: CommandContext): CommandContext {
  const silent = () => new TextOutput(new Writable({ write: (_chunk, _encoding, done) => done() }));
  return {
    ...context,
    // A getter, which spreading would ask once.
    get workingDirectory() {
      return context.workingDirectory;
    },
    ...(rank === 0 ? {} : { stdout: silent(), stderr: silent() }),
    onStopSignal: (listener) => {
      let last = Number.NEGATIVE_INFINITY;
      return context.onStopSignal((signal) => {
        const now = performance.now();
        if (now - last > sameSignal) listener(signal);
        last = now;
      });
    },
  };
}

/** The rank that failed tells it itself, and rank 0 what it knows of the others. */
function isToldByAnother({ problem, ranks }: CollectiveError, { rank }: ProcessGroup): boolean {
  if (rank === 0) return false;
  return (
    problem === 'mismatch' || (problem === 'failed' && ranks.length > 0) || (problem === 'late' && !ranks.includes(0))
  );
}
