// The ranks of a group in one process, joined in memory: what a group over a network should do, without one.
import type { CollectiveError } from '../errors/collective-error.ts';
import { requireFinite, requireWhole } from '../errors/require-option.ts';
import { type Failure, failed, isSamePlace, late, mismatch, type Position } from './collective-problems.ts';
import { defaultTimeout, farewell, type Link } from './link.ts';
import { Member } from './member.ts';
import type { PendingSums, ProcessGroup } from './process-group.ts';

/** What `localGroups` takes. */
export interface LocalGroupOptions {
  /** One for each rank. Default: `local`. */
  readonly hosts?: readonly string[];
  /** Milliseconds in which all ranks must come to a collective. Default 300,000. */
  readonly timeout?: number;
}

/** @returns the group as each of its ranks has it */
export function localGroups(
  size: number,
  { hosts, timeout = defaultTimeout }: LocalGroupOptions = {},
): readonly ProcessGroup[] {
  requireWhole('size', size);
  requireFinite('timeout', timeout, { least: 1 });
  const meeting = new Meeting(hosts ?? new Array<string>(size).fill('local'), timeout);
  return meeting.hosts.map((_, rank) => new Member(new LocalLink(meeting, rank)));
}

/** A rank at a collective. */
interface Arrival {
  readonly position: Position;
  /** The values that it brings, or its text. */
  readonly brought: unknown;
  readonly resolve: (brought: readonly unknown[]) => void;
  readonly reject: (error: CollectiveError) => void;
}

/** Where the ranks wait for each other. */
class Meeting {
  readonly hosts: readonly string[];
  readonly #timeout: number;
  readonly #waiting = new Map<number, Arrival>();
  /** Which collective each rank has come to, whether it still waits there or not. */
  readonly #reached = new Map<number, number>();
  readonly #gone = new Set<number>();
  #failure: Failure | undefined;
  /** Called when a rank has gone. */
  readonly #onGone = new Set<() => void>();

  constructor(hosts: readonly string[], timeout: number) {
    this.hosts = hosts;
    this.#timeout = timeout;
  }

  /** @returns what each rank brought */
  async meet(rank: number, position: Position, brought: unknown): Promise<readonly unknown[]> {
    if (this.#failure !== undefined) throw failed(this.#failure, this.hosts);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.#reached.set(rank, position.count);
        this.#waiting.set(rank, { position, brought, resolve, reject });
        timer = setTimeout(() => reject(this.#lateness(position)), this.#timeout);
        if (this.#waiting.size === this.hosts.length) this.#begin();
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(rank);
    }
  }

  announce(rank: number, error: CollectiveError, reason: string): void {
    this.#failure ??= { rank, reason };
    const { hosts } = this;
    for (const [other, { reject }] of this.#waiting) reject(other === rank ? error : failed(this.#failure, hosts));
  }

  async farewell(rank: number): Promise<void> {
    this.#gone.add(rank);
    for (const each of this.#onGone) each();
    await this.#untilAllAreGone();
  }

  #begin(): void {
    const arrivals = this.hosts.flatMap((_, rank) => this.#waiting.get(rank) ?? []);
    this.#waiting.clear();
    const positions = arrivals.map(({ position }) => position);
    if (!positions.every((position) => isSamePlace(position, positions[0])))
      for (const { reject } of arrivals) reject(mismatch(positions, this.hosts));
    const all = arrivals.map(({ brought }) => brought);
    for (const { resolve } of arrivals) resolve(all);
  }

  #lateness(position: Position): CollectiveError {
    const absent = this.hosts.flatMap((_, rank) => ((this.#reached.get(rank) ?? 0) < position.count ? [rank] : []));
    return late(position, this.#timeout, absent, this.hosts);
  }

  #untilAllAreGone(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#onGone.delete(look);
        resolve();
      };
      const look = () => {
        if (this.#gone.size === this.hosts.length) end();
      };
      const timer = setTimeout(end, farewell);
      this.#onGone.add(look);
      look();
    });
  }
}

class LocalLink implements Link {
  readonly transport = 'memory';
  readonly rank: number;
  readonly #meeting: Meeting;

  constructor(meeting: Meeting, rank: number) {
    this.#meeting = meeting;
    this.rank = rank;
  }

  get hosts(): readonly string[] {
    return this.#meeting.hosts;
  }

  /** In the order of the ranks and in float64, whatever the values are stored in. */
  async sum(values: Float32Array | Float64Array, position: Position): Promise<void> {
    await this.#sumAll([values], position);
  }

  beginSums(position: Position): PendingSums {
    const added: Float32Array[] = [];
    return {
      add: (values) => {
        added.push(values);
      },
      moveOn: () => {},
      finish: () => this.#sumAll(added, position),
    };
  }

  async #sumAll(own: readonly (Float32Array | Float64Array)[], position: Position): Promise<void> {
    // Copies: the values of a rank change as soon as it has its sums, and the others may not have read them yet.
    const copies = own.map((values) => values.slice());
    const all = (await this.#meeting.meet(this.rank, position, copies)) as readonly (typeof copies)[];
    for (const [place, values] of own.entries()) {
      values.forEach((_, index) => {
        values[index] = all.reduce((total, brought) => total + brought[place][index], 0);
      });
    }
  }

  async broadcast(values: Uint8Array, position: Position): Promise<void> {
    const [first] = (await this.#meeting.meet(this.rank, position, values.slice())) as readonly Uint8Array[];
    values.set(first);
  }

  async gather(text: string, position: Position): Promise<readonly string[]> {
    return (await this.#meeting.meet(this.rank, position, text)) as readonly string[];
  }

  async leave(position: Position): Promise<void> {
    await this.#meeting.meet(this.rank, position, undefined);
  }

  announce(error: CollectiveError, reason: string): void {
    this.#meeting.announce(this.rank, error, reason);
  }

  farewell(): Promise<void> {
    return this.#meeting.farewell(this.rank);
  }
}
