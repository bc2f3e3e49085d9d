import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../graph/graph-builder.ts';
import { opTable } from '../ops/op-table.ts';
import { differentiate } from './gradient.ts';

function buildRelu(shape: readonly number[]) {
  const graph = new GraphBuilder(opTable);
  const w = graph.input('w', 'parameter', { shape, dtype: 'float32' });
  return graph.build('relu', new Map([['loss', graph.add('relu', {}, [w])]]));
}

describe('differentiate', () => {
  it('adds a gradient of the same shape for a parameter', () => {
    expect(differentiate(buildRelu([1])).outputs.get('gradient.w')?.shape).toEqual([1]);
  });

  it('refuses a loss that is not a single number', () => {
    expect(() => differentiate(buildRelu([2, 3]))).toThrow('loss has shape [2,3], a gradient needs a single number');
  });

  it('refuses a loss that is not there', () => {
    expect(() => differentiate(buildRelu([1]), { of: 'cost' })).toThrow('has no output cost');
  });
});
