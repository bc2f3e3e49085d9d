import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../graph/graph-builder.ts';
import { opTable } from '../../ops/op-table.ts';
import { openReferenceEngine } from './reference-engine.ts';

async function compilePool() {
  const graph = new GraphBuilder(opTable);
  const x = graph.input('x', 'data', { shape: [1, 1, 2, 2], dtype: 'float32' });
  const y = graph.add('maxPool2d', { kernel: [2, 2], stride: [2, 2], padding: [0, 0] }, [x]);
  const engine = openReferenceEngine();
  const program = await engine.compile(graph.build('pool', new Map([['y', y]])), await engine.createStore([]));
  return program;
}

describe('the reference engine', () => {
  it('lets a NaN win a maximum, so that a diverged run shows', async () => {
    const program = await compilePool();
    const { y } = await program.run({ x: Float32Array.of(1, Number.NaN, 3, 2) });
    expect([...y]).toEqual([Number.NaN]);
  });
});
