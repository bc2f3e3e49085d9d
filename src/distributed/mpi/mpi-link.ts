// Ranks joined by MPI. Each collective begins with a meeting, which compares where the ranks are, so that none mistakes the
// values of one step for those of another, and waiting for a rank is told from waiting for data.
import type { CollectiveError } from '../../errors/collective-error.ts';
import {
  disconnected,
  failed,
  isSamePlace,
  late,
  mismatch,
  operations,
  type Position,
  stalled,
} from '../collective-problems.ts';
import { farewell, type Link } from '../link.ts';
import type { PendingSums } from '../process-group.ts';
import type { Correspondence } from './correspondence.ts';
import { type Communicator, type MpiCalls, MpiFailure, type Request } from './mpi-calls.ts';
import { untilDone } from './until-done.ts';

/** Milliseconds in which a rank that runs answers where it is. */
const answerTime = 2000;
/** Values that go into one call: MPI counts with 32 bits. */
const largestPart = 2 ** 28;
/** Numbers of a position: count, operation, bytes. */
const placeNumbers = 3;

export interface MpiWorld {
  readonly calls: MpiCalls;
  /** Nothing else uses it. */
  readonly communicator: Communicator;
  readonly correspondence: Correspondence;
  readonly rank: number;
  readonly hosts: readonly string[];
  readonly transport: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Ends MPI, within a limit of time. */
  finalize(): Promise<void>;
}

/** The positions of all ranks, on their way. */
interface Meeting {
  readonly all: Float64Array;
  readonly request: Request;
}

export class MpiLink implements Link {
  readonly #world: MpiWorld;
  /** What is under way is rejected with it. */
  #abandoned: CollectiveError | undefined;
  /** What MPI may still read and write, since nothing takes a collective back that others have not come to. */
  readonly #pending = new Set<Request>();

  constructor(world: MpiWorld) {
    this.#world = world;
  }

  get rank(): number {
    return this.#world.rank;
  }

  get hosts(): readonly string[] {
    return this.#world.hosts;
  }

  get transport(): string {
    return this.#world.transport;
  }

  async sum(values: Float32Array | Float64Array, position: Position): Promise<void> {
    const { calls, communicator } = this.#world;
    await this.#meet(position);
    for (const part of partsOf(values)) await this.#finish(() => calls.sumInPlace(part, communicator), position);
  }

  beginSums(position: Position): PendingSums {
    const { calls, communicator } = this.#world;
    const meeting = this.#beginMeeting(position);
    const travelling = new Set<Request>();
    let problem: unknown;
    // Whoever computes meanwhile hears of a problem when it has finished.
    const attempt = (work: () => void) => {
      try {
        if (problem === undefined) work();
      } catch (error) {
        problem = this.#lost(error, position);
      }
    };
    return {
      add: (values) =>
        attempt(() => {
          for (const part of partsOf(values))
            travelling.add(this.#begin(() => calls.sumInPlace(part, communicator), position));
        }),
      moveOn: () =>
        attempt(() => {
          for (const transfer of travelling) {
            if (!transfer.isDone()) continue;
            travelling.delete(transfer);
            this.#pending.delete(transfer);
          }
        }),
      finish: async () => {
        await this.#endMeeting(meeting, position);
        if (problem !== undefined) throw problem;
        for (const transfer of travelling) await this.#end(transfer, position);
      },
    };
  }

  async broadcast(values: Uint8Array, position: Position): Promise<void> {
    const { calls, communicator } = this.#world;
    await this.#meet(position);
    for (const part of partsOf(values)) await this.#finish(() => calls.broadcast(part, communicator), position);
  }

  async gather(text: string, position: Position): Promise<readonly string[]> {
    const { calls, communicator, rank } = this.#world;
    await this.#meet(position);
    const own = Buffer.from(text);
    const lengths = new Int32Array(this.hosts.length);
    lengths[rank] = own.length;
    await this.#finish(() => calls.gatherInPlace(lengths, 1, communicator), position);
    const starts = lengths.map((_, index) => lengths.subarray(0, index).reduce((sum, length) => sum + length, 0));
    const all = Buffer.alloc(lengths.reduce((sum, length) => sum + length, 0));
    all.set(own, starts[rank]);
    await this.#finish(() => calls.gatherBytesInPlace(all, lengths, starts, communicator), position);
    return [...lengths].map((length, index) => all.toString('utf8', starts[index], starts[index] + length));
  }

  async leave(position: Position): Promise<void> {
    await this.#meet(position);
    await this.#world.finalize();
  }

  announce(error: CollectiveError, reason: string): void {
    this.#abandoned = error;
    const { correspondence } = this.#world;
    this.#attend();
    correspondence.announce(correspondence.failure ?? { rank: this.rank, reason });
  }

  async farewell(): Promise<void> {
    const { correspondence } = this.#world;
    correspondence.sayFarewell();
    const end = performance.now() + farewell;
    await untilDone(() => {
      this.#attend();
      return correspondence.reachable.length === 0 || performance.now() > end;
    }, 'meeting');
  }

  /** Where MPI has lost a rank, others may still be heard. */
  #attend(): void {
    try {
      this.#world.correspondence.attend();
    } catch (error) {
      if (!(error instanceof MpiFailure)) throw error;
    }
  }

  /** @throws CollectiveError where a rank is elsewhere or late */
  async #meet(position: Position): Promise<void> {
    await this.#endMeeting(this.#beginMeeting(position), position);
  }

  #beginMeeting(position: Position): Meeting {
    const { calls, communicator, correspondence, rank, hosts } = this.#world;
    correspondence.moveTo(position);
    const { count, operation, bytes } = position;
    const all = new Float64Array(hosts.length * placeNumbers);
    all.set([count, operations.indexOf(operation), bytes], rank * placeNumbers);
    return { all, request: this.#begin(() => calls.gatherInPlace(all, placeNumbers, communicator), position) };
  }

  async #endMeeting({ all, request }: Meeting, position: Position): Promise<void> {
    const { hosts } = this.#world;
    await this.#end(request, position, 'meeting');
    const positions = hosts.map((_, index) => {
      const [theirCount, theirOperation, theirBytes] = all.subarray(index * placeNumbers);
      return { count: theirCount, operation: operations[theirOperation], bytes: theirBytes };
    });
    if (!positions.every((each) => isSamePlace(each, position))) throw mismatch(positions, hosts);
  }

  /** @throws CollectiveError when the deadline passes, another rank fails or MPI does */
  async #finish(begin: () => Request, position: Position): Promise<void> {
    await this.#end(this.#begin(begin, position), position);
  }

  #begin(begin: () => Request, position: Position): Request {
    try {
      const request = begin();
      this.#pending.add(request);
      return request;
    } catch (error) {
      throw this.#lost(error, position);
    }
  }

  async #end(request: Request, position: Position, kind: 'meeting' | 'transfer' = 'transfer'): Promise<void> {
    const { timeout } = this.#world;
    const deadline = performance.now() + timeout;
    try {
      await untilDone(() => {
        if (request.isDone()) return true;
        this.#look();
        return performance.now() > deadline;
      }, kind);
      if (!request.isDone()) await this.#finishLate(request, position);
      this.#pending.delete(request);
    } catch (error) {
      throw this.#lost(error, position);
    }
  }

  #lost(error: unknown, position: Position): unknown {
    return error instanceof MpiFailure ? disconnected(position, error.message) : error;
  }

  /** @throws CollectiveError with those that do not answer, or where all do, with those that have not come as far */
  async #finishLate(request: Request, position: Position): Promise<void> {
    const { correspondence, hosts, timeout } = this.#world;
    correspondence.ask();
    const end = performance.now() + answerTime;
    await untilDone(() => {
      this.#look();
      return request.isDone() || performance.now() > end;
    }, 'meeting');
    if (request.isDone()) return;
    const { remaining, positions } = correspondence;
    const silent = remaining.filter((rank) => !positions.has(rank));
    // Those that are behind may themselves be waiting for a silent one.
    const behind = remaining.filter((rank) => (positions.get(rank)?.count ?? 0) < position.count);
    const ranks = silent.length > 0 ? silent : behind;
    throw ranks.length === 0 ? stalled(position, timeout) : late(position, timeout, ranks, hosts);
  }

  /** @throws CollectiveError where this rank or another has given up */
  #look(): void {
    const { correspondence, hosts } = this.#world;
    if (this.#abandoned !== undefined) throw this.#abandoned;
    correspondence.attend();
    if (correspondence.failure !== undefined) throw failed(correspondence.failure, hosts);
  }
}

function partsOf<Values extends Float32Array | Float64Array | Uint8Array>(values: Values): readonly Values[] {
  if (values.length <= largestPart) return [values];
  const count = Math.ceil(values.length / largestPart);
  return Array.from({ length: count }, (_, index) => {
    const part = values.subarray(index * largestPart, (index + 1) * largestPart);
    return part as Values;
  });
}
