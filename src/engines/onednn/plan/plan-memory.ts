// Gives planned pieces their places: two pieces may overlap only if no step needs both. The largest comes first, and each
// gets the lowest place that is free for as long as it is needed.
import type { PlannedBlock } from './block.ts';
import type { Step } from './step.ts';

const alignment = 64;

interface Lifetime {
  readonly block: PlannedBlock;
  first: number;
  last: number;
}

/**
 * @param pinned pieces that are needed from before the first step to after the last: inputs and outputs
 * @returns bytes of the arena
 */
export function planMemory(steps: readonly Step[], pinned: readonly PlannedBlock[]): number {
  const placed: Lifetime[] = [];
  let end = 0;
  for (const lifetime of lifetimes(steps, pinned).sort((a, b) => b.block.bytes - a.block.bytes)) {
    const neighbours = placed.filter((other) => other.first <= lifetime.last && lifetime.first <= other.last);
    lifetime.block.offset = lowestGap(neighbours, lifetime.block.bytes);
    placed.push(lifetime);
    end = Math.max(end, lifetime.block.offset + lifetime.block.bytes);
  }
  return end;
}

function lifetimes(steps: readonly Step[], pinned: readonly PlannedBlock[]): Lifetime[] {
  const found = new Map<PlannedBlock, Lifetime>(
    pinned.map((block) => [block, { block, first: -1, last: steps.length }]),
  );
  steps.forEach(({ operands }, index) => {
    for (const { block } of operands.map(({ value }) => value)) {
      if (block.kind !== 'planned') continue;
      const known = found.get(block);
      if (known === undefined) found.set(block, { block, first: index, last: index });
      else known.last = Math.max(known.last, index);
    }
  });
  return [...found.values()];
}

function lowestGap(neighbours: readonly Lifetime[], bytes: number): number {
  let offset = 0;
  for (const { block } of neighbours.toSorted((a, b) => a.block.offset - b.block.offset)) {
    if (offset + bytes <= block.offset) break;
    offset = Math.max(offset, align(block.offset + block.bytes));
  }
  return offset;
}

export function align(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
