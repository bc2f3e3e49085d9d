import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../graph/graph-builder.ts';
import type { Node, NodeOf } from '../../graph/node.ts';
import { opTable } from '../../ops/op-table.ts';
import { canWriteInPlace } from './in-place.ts';

type Build = (x: NodeOf<'input'>, graph: GraphBuilder) => { next: Node; outputs?: Record<string, Node>; others?: Node };

function isInPlace(build: Build): boolean {
  const builder = new GraphBuilder(opTable);
  const x = builder.input('x', 'parameter', { shape: [4], dtype: 'float32' });
  const other = builder.input('other', 'parameter', { shape: [4], dtype: 'float32' });
  const { next, outputs = {}, others } = build(x, builder);
  const updates = new Map([['x', next], ...(others === undefined ? [] : [[other.attrs.name, others] as const])]);
  return canWriteInPlace(builder.build('test', new Map(Object.entries(outputs)), updates), x);
}

const doubled = (x: Node, graph: GraphBuilder) => graph.add('scale', { factor: 2 }, [x]);
const flat = (x: Node, graph: GraphBuilder) => graph.add('reshape', { shape: [2, 2] }, [x]);

describe('a new value is written over the old one', () => {
  it.each<[string, Build]>([
    ['where it alone reads the old one', (x, graph) => ({ next: doubled(x, graph) })],
    [
      'where others read the new one',
      (x, graph) => {
        const next = doubled(x, graph);
        return { next, others: graph.add('scale', { factor: 3 }, [next]) };
      },
    ],
    ['where nothing is computed', (x) => ({ next: x })],
  ])('%s', (_, build) => {
    expect(isInPlace(build)).toBe(true);
  });

  it.each<[string, Build]>([
    ['something else reads the old one', (x, graph) => ({ next: doubled(x, graph), others: doubled(x, graph) })],
    ['the old one is an output', (x, graph) => ({ next: doubled(x, graph), outputs: { x } })],
    ['the old one is the new value of another', (x, graph) => ({ next: doubled(x, graph), others: x })],
    [
      'a view of the old one is read elsewhere',
      (x, graph) => {
        const view = flat(x, graph);
        const next = graph.add('reshape', { shape: [4] }, [graph.add('scale', { factor: 2 }, [view])]);
        return { next, outputs: { y: graph.add('scale', { factor: 3 }, [view]) } };
      },
    ],
    [
      'the new one is an output too',
      (x, graph) => {
        const next = doubled(x, graph);
        return { next, outputs: { next } };
      },
    ],
  ])('but not where %s', (_, build) => {
    expect(isInPlace(build)).toBe(false);
  });
});
