// Pieces of memory. A value is a layout on a piece; several values may lie on one piece, as views or one after the other.
import type { Layout } from '../library/abi.ts';
import type { Address, NativeMemory } from '../library/native.ts';

/** Where it lies is decided when all steps are known: pieces that are never needed together share memory. */
export interface PlannedBlock {
  readonly kind: 'planned';
  readonly bytes: number;
  /** Set by the plan: bytes from the arena's start. */
  offset: number;
}

/** Keeps its place and its content between runs. */
export interface FixedBlock {
  readonly kind: 'fixed';
  readonly memory: NativeMemory;
  readonly offset: number;
}

/** A resident tensor or its gradient, which get their places when the layouts of all are known. */
export interface LateBlock {
  readonly kind: 'late';
  readonly name: string;
  place: FixedBlock | undefined;
}

export type Block = PlannedBlock | FixedBlock | LateBlock;

export interface Value {
  readonly block: Block;
  readonly layout: Layout;
  /** A window into a larger tensor, which many primitives do not take. */
  readonly isPart: boolean;
}

export function plannedBlock(bytes: number): PlannedBlock {
  return { kind: 'planned', bytes, offset: 0 };
}

export function fixedBlock(memory: NativeMemory, offset = 0): FixedBlock {
  return { kind: 'fixed', memory, offset };
}

export function lateBlock(name: string): LateBlock {
  return { kind: 'late', name, place: undefined };
}

export function addressOf(block: Block, arena: NativeMemory): Address {
  if (block.kind === 'planned') return arena.address + BigInt(block.offset);
  const place = block.kind === 'late' ? block.place : block;
  if (place === undefined) throw new Error('unreachable: a resident tensor was not laid out');
  return place.memory.address + BigInt(place.offset);
}
