// What can keep ranks from going on together, said alike whatever connects them.
import { CollectiveError } from '../errors/collective-error.ts';
import { GoogLeNetError } from '../errors/googlenet-error.ts';
import { reasonOf } from '../errors/reason-of.ts';

/** A rank that could not go on, and why: what it tells the others. */
export interface Failure {
  readonly rank: number;
  readonly reason: string;
}

/** All that ranks can do together. */
export const operations = ['float32 sum', 'float64 sum', 'sums', 'broadcast', 'gather', 'close'] as const;
export type Operation = (typeof operations)[number];

/** Where a rank is: how many collectives it has begun, and which one the last is. */
export interface Position {
  readonly count: number;
  readonly operation: Operation;
  /** Bytes that it brings. */
  readonly bytes: number;
}

const moreTime =
  'see what these processes and the network between the hosts are doing; --collective-timeout gives more time';

export function late(
  { count, operation }: Position,
  timeout: number,
  ranks: readonly number[],
  hosts: readonly string[],
): CollectiveError {
  const names = ranks.map((rank) => nameOf(rank, hosts)).join(', ');
  return new CollectiveError(`collective ${count} (${operation}): waited ${seconds(timeout)} s for ${names}`, {
    problem: 'late',
    ranks,
    hint: moreTime,
  });
}

/** Every rank came, and yet it does not end. */
export function stalled({ count, operation }: Position, timeout: number): CollectiveError {
  return new CollectiveError(
    `collective ${count} (${operation}): not done after ${seconds(timeout)} s, though every rank takes part`,
    {
      problem: 'late',
      hint: 'see whether the network between the hosts is slow or was cut; --collective-timeout gives more time',
    },
  );
}

export function failed({ rank, reason }: Failure, hosts: readonly string[]): CollectiveError {
  return new CollectiveError(`${nameOf(rank, hosts)} failed: ${reason}`, {
    problem: 'failed',
    ranks: [rank],
    hint: 'see what that process printed',
  });
}

/** @param words the library's */
export function disconnected({ count, operation }: Position, words: string): CollectiveError {
  return new CollectiveError(`collective ${count} (${operation}): the connection to another rank was lost: ${words}`, {
    problem: 'failed',
    hint: 'see which of the processes has ended, and what it printed',
  });
}

export function mismatch(positions: readonly Position[], hosts: readonly string[]): CollectiveError {
  const places = positions.map(
    ({ count, operation, bytes }, rank) =>
      `${nameOf(rank, hosts)} at collective ${count} (${operation}, ${bytes} bytes)`,
  );
  return new CollectiveError(`the ranks are not at the same step: ${places.join(', ')}`, {
    problem: 'mismatch',
    ranks: oddOnes(positions, isSamePlace),
    hint: 'start all of them with the same version, options and data',
  });
}

export function ended(): CollectiveError {
  return new CollectiveError('this rank has left the group of processes', {
    problem: 'closed',
    hint: 'open a group again, in a new process',
  });
}

export function isSamePlace(a: Position, b: Position): boolean {
  return a.count === b.count && a.operation === b.operation && a.bytes === b.bytes;
}

/** Those that differ from rank 0, or rank 0 where it is the only one that differs. @param ofRanks in their order */
export function oddOnes<Item>(ofRanks: readonly Item[], isSame: (a: Item, b: Item) => boolean): readonly number[] {
  const others = ofRanks.flatMap((item, rank) => (isSame(item, ofRanks[0]) ? [] : [rank]));
  const isFirstAlone = others.length > 1 && others.every((rank) => isSame(ofRanks[rank], ofRanks[1]));
  return isFirstAlone && others.length === ofRanks.length - 1 ? [0] : others;
}

/** What a rank that fails by an error tells the others. */
export function failureOf(error: unknown): string {
  return error instanceof GoogLeNetError ? plainReason(error) : reasonOf(error);
}

/** The message without its hint, which is for the rank that it happened to. */
export function plainReason({ message, hint }: GoogLeNetError): string {
  return hint === undefined ? message : message.replace(` · hint: ${hint}`, '');
}

/** E.g. `rank 1 (node2)`. */
export function nameOf(rank: number, hosts: readonly string[]): string {
  return `rank ${rank} (${hosts[rank]})`;
}

function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
