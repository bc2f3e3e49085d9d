// A layer as a graph of its own, for comparisons with recorded numbers.
import { differentiate } from '../../src/compile/gradient.ts';
import { Trace } from '../../src/compile/trace.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { type Shape, sizeOf } from '../../src/graph/shape.ts';
import type { Module } from '../../src/nn/module.ts';

/** The layer's output `y`, and the gradients of its dot product with the data input `dy` for `x` and the parameters. */
export function layerGraph(layer: Module, xShape: Shape): Graph {
  const trace = new Trace(new Map([['', layer]]));
  const y = layer.call(trace.input('x', 'parameter', { shape: xShape, dtype: 'float32' }));
  const flat = [1, sizeOf(y.shape)];
  const dy = trace.input('dy', 'data', { shape: flat, dtype: 'float32' });
  const dot = trace.apply('linear', {}, [trace.apply('reshape', { shape: flat }, [y]), dy]);
  return differentiate(trace.build('layer', { loss: trace.apply('reshape', { shape: [1] }, [dot]), y }));
}
