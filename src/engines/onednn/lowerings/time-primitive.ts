// How long a primitive takes here, on memory of its own.
import type { Layout, PrimitiveHandle } from '../library/abi.ts';
import { argumentCodes } from '../library/codes.ts';
import { NativeMemory } from '../library/native.ts';
import type { OneDnn } from '../library/onednn.ts';
import { OperandList } from '../library/operand-list.ts';

type Roles = Readonly<Partial<Record<keyof typeof argumentCodes, Layout | undefined>>>;

const repetitions = 3;

/** @returns the shortest of a few runs on zeros, in milliseconds */
export function timePrimitive(oneDnn: OneDnn, primitive: PrimitiveHandle, roles: Roles): number {
  const all = { ...roles, scratchpad: oneDnn.query(primitive, 'scratchpad') };
  const operands = Object.entries(all).flatMap(([role, layout]) =>
    layout === undefined ? [] : [{ argument: argumentCodes[role as keyof typeof all], layout }],
  );
  const list = new OperandList(
    operands.map(({ argument, layout }) => ({
      argument,
      memory: oneDnn.memory(layout, new NativeMemory(oneDnn.sizeOf(layout))),
    })),
  );
  const compiled = oneDnn.primitive(primitive);
  let shortest = Number.POSITIVE_INFINITY;
  for (let run = 0; run <= repetitions; run++) {
    const started = performance.now();
    oneDnn.execute(compiled, list);
    // The first run touches the memory.
    if (run > 0) shortest = Math.min(shortest, performance.now() - started);
  }
  return shortest;
}
