import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type PlannedBlock, plannedBlock } from './block.ts';
import { planMemory } from './plan-memory.ts';
import type { Step } from './step.ts';

function stepOn(blocks: readonly PlannedBlock[]): Step {
  const operands = blocks.map((block) => ({ argument: 1, value: { block, layout: 0n, isPart: false } }));
  return { phase: 'main', kind: 'test', node: undefined, primitive: 0n, operands };
}

it('lets pieces that never meet share a place', () => {
  const [a, b, c] = [256, 256, 256].map(plannedBlock);
  expect(planMemory([stepOn([a, b]), stepOn([b, c])], [])).toBe(512);
  expect(a.offset).toBe(c.offset);
  expect(b.offset).not.toBe(a.offset);
});

it('keeps what is pinned from before the first step to after the last', () => {
  const [input, between, output] = [64, 64, 64].map(plannedBlock);
  const steps = [stepOn([input]), stepOn([between]), stepOn([output])];
  expect(planMemory(steps, [input, output])).toBe(192);
});

it('never lets two pieces overlap that one step needs, or one keeps between two steps', () => {
  const piece = fc.record({ bytes: fc.integer({ min: 1, max: 1000 }), first: fc.nat(9), length: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 20 }), (pieces) => {
      const blocks = pieces.map(({ bytes }) => plannedBlock(bytes));
      const lastOf = (index: number) => pieces[index].first + pieces[index].length;
      const steps = Array.from({ length: 20 }, (_, step) =>
        stepOn(blocks.filter((_, index) => step === pieces[index].first || step === lastOf(index))),
      );
      const bytes = planMemory(steps, []);
      for (const [i, a] of blocks.entries()) {
        expect(a.offset % 64).toBe(0);
        expect(a.offset + a.bytes).toBeLessThanOrEqual(bytes);
        for (const [j, b] of blocks.entries()) {
          const meet = i !== j && pieces[i].first <= lastOf(j) && pieces[j].first <= lastOf(i);
          if (meet) expect(a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset).toBe(true);
        }
      }
    }),
  );
});
