// When a program is done with pieces of resident memory, so that others may have them while it goes on.
import type { Place } from '../adjacent-places.ts';
import { piecesOf } from '../pieces.ts';
import type { NativeMemory } from './library/native.ts';
import type { Block, FixedBlock, Value } from './plan/block.ts';
import type { Operand } from './plan/step.ts';

export interface EarlyPiece {
  readonly values: Float32Array;
  /** Index of the step behind which the program is done with it, and with those before it. */
  readonly after: number;
}

/**
 * @param steps in the order in which they run
 * @param stretches of memory, in bytes
 * @returns their pieces, from the last to the first
 */
export function earlyPieces(
  steps: readonly { readonly operands: readonly Operand[] }[],
  stretches: readonly Place<NativeMemory>[],
  bytesOf: (value: Value) => number,
): readonly EarlyPiece[] {
  const touched = steps.flatMap(({ operands }, step) =>
    operands.flatMap(({ value }) => {
      const place = placeOf(value.block);
      return place === undefined ? [] : [{ step, ...place, end: place.offset + bytesOf(value) }];
    }),
  );
  let after = 0;
  return stretches.toReversed().flatMap(({ memory, offset, length }) => {
    const whole = memory.float32(offset, length / 4);
    return piecesOf([whole]).map((values) => {
      const begin = offset + values.byteOffset - whole.byteOffset;
      const isHere = (place: (typeof touched)[number]) =>
        place.memory === memory && place.offset < begin + values.byteLength && place.end > begin;
      after = Math.max(after, ...touched.filter(isHere).map(({ step }) => step));
      return { values, after };
    });
  });
}

function placeOf(block: Block): FixedBlock | undefined {
  if (block.kind === 'planned') return undefined;
  return block.kind === 'late' ? block.place : block;
}
