// Each operation's range holds what the reference computes: `compile/overflow-watch.ts` trusts it without looking at a value.
import { describe, expect, it } from 'vitest';
import { evaluate } from '../src/engines/reference/evaluate.ts';
import type { Node, NodeOf } from '../src/graph/node.ts';
import type { OpName } from '../src/graph/op-attrs.ts';
import type { OpDefinition } from '../src/graph/op-definition.ts';
import { unknown, type ValueRange } from '../src/graph/value-range.ts';
import { opTable } from '../src/ops/op-table.ts';
import { CaseGraph, forwardGraph } from './support/case-graph.ts';
import { operationCases } from './support/operation-cases.ts';
import { fillInputs, normals } from './support/values.ts';

describe('the range of a result holds its elements', () => {
  for (const [op, cases] of Object.entries(operationCases)) {
    if (opTable[op as OpName].range === undefined) continue;
    it.each(cases.map((operation) => [operation]))(`${op} (case %#)`, (operation) => {
      const graph = forwardGraph<OpName>(operation);
      const given = Object.entries(fillInputs(graph, normals));
      const { read } = evaluate(graph, new Map(given.map(([name, values]) => [name, Float64Array.from(values)])));
      const node = graph.outputs.get('y') as Node;
      const range = rangeByRule(
        node,
        node.inputs.map((input) => rangeOf(read(input))),
      );
      const actual = rangeOf(read(node));
      const rounding = 1e-12 * Math.max(Math.abs(actual.low), Math.abs(actual.high));
      expect(actual.low < range.low - rounding || actual.high > range.high + rounding, JSON.stringify(range)).toBe(
        false,
      );
    });
  }
});

describe('the range of a result that may not be finite is unknown', () => {
  const graph = new CaseGraph();
  const [a, b] = [graph.floats(2), graph.floats(2)];
  const one = { low: 1, high: 1 };

  it('of a quotient, where the divisor may be zero', () => {
    const quotient = graph.add('divide', {}, [a, b]);
    expect(rangeByRule(quotient, [one, { low: -1, high: 1 }])).toEqual(unknown);
    expect(rangeByRule(quotient, [one, { low: 0, high: 1 }])).toEqual(unknown);
    expect(
      rangeByRule(quotient, [
        { low: -1, high: 3 },
        { low: 0.5, high: 1 },
      ]),
    ).toEqual({ low: -2, high: 6 });
    expect(
      rangeByRule(quotient, [
        { low: -1, high: 3 },
        { low: -1, high: -0.5 },
      ]),
    ).toEqual({ low: -6, high: 2 });
  });

  it('of a root, where the operand may be negative', () => {
    const root = graph.add('squareRoot', {}, [a]);
    expect(rangeByRule(root, [{ low: -1, high: 4 }])).toEqual(unknown);
    expect(rangeByRule(root, [{ low: 0, high: 4 }])).toEqual({ low: 0, high: 2 });
  });
});

function rangeByRule<K extends OpName>(node: NodeOf<K>, ranges: readonly ValueRange[]): ValueRange {
  const definition: OpDefinition<K> = opTable[node.op];
  return definition.range?.(node, ranges) ?? unknown;
}

function rangeOf(values: Float64Array): ValueRange {
  return { low: Math.min(...values), high: Math.max(...values) };
}
