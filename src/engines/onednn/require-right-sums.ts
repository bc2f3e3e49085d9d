// A library that computes wrongly on this processor is not used. Debian 13's oneDNN 3.7.2 leaves taps out of the gradients of
// convolutions on an AMD EPYC of 2025, and nothing says so: a training would learn from nonsense.
import { EngineError } from '../../errors/engine-error.ts';
import type { Graph } from '../../graph/graph.ts';
import { GraphBuilder } from '../../graph/graph-builder.ts';
import { opTable } from '../../ops/op-table.ts';
import type { RunInputs, RunOutputs } from '../engine.ts';

const [images, filters, rows, columns, kernel] = [2, 3, 13, 11, 7];

/** @param run computes a graph. @throws EngineError where the gradient of a small convolution is not what it must be */
export function requireRightSums(run: (graph: Graph, inputs: RunInputs) => RunOutputs, library: string): void {
  const graph = new GraphBuilder(opTable);
  const float = (name: string, shape: readonly number[]) => graph.input(name, 'data', { shape, dtype: 'float32' });
  const outputs = [rows - kernel + 1, columns - kernel + 1] as const;
  const dy = float('dy', [images, filters, ...outputs]);
  const w = float('w', [filters, 1, kernel, kernel]);
  const window = { stride: [1, 1], padding: [0, 0], inputShape: [images, 1, rows, columns] } as const;
  const dx = graph.add('conv2dInputGradient', window, [dy, w]);
  const ones = (count: number) => new Float32Array(count).fill(1);
  const inputs = {
    dy: ones(images * filters * outputs[0] * outputs[1]),
    w: ones(filters * kernel * kernel),
  };
  const { dx: sums } = run(graph.build('check', new Map([['dx', dx]])), inputs);
  // With ones everywhere, the gradient of each pixel is the number of windows that see it, times the filters.
  const windows = (place: number, length: number) => Math.min(place + 1, length - place, kernel, length - kernel + 1);
  const isRight = sums.every((sum, index) => {
    const [row, column] = [Math.floor(index / columns) % rows, index % columns];
    return sum === filters * windows(row, rows) * windows(column, columns);
  });
  if (isRight) return;
  throw new EngineError(`${library} computes wrong gradients of convolutions on this processor`, {
    hint: 'this version computes wrongly on this processor, another one may not (--onednn FILE)',
  });
}
