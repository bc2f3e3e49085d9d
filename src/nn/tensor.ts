// A value that exists only while a model is traced: it has a shape, no numbers, and remembers who traces.
import type { Node } from '../graph/node.ts';
import type { OpAttrs, OpName } from '../graph/op-attrs.ts';
import type { Shape } from '../graph/shape.ts';
import type { Module } from './module.ts';
import type { Parameter } from './parameter.ts';

/** What tensors need of the trace; compile/trace.ts implements it. */
export interface Tracer {
  apply<K extends OpName>(op: K, attrs: OpAttrs[K], operands: readonly (Tensor | Parameter)[]): Tensor;
  call(module: Module, inputs: readonly Tensor[]): Tensor;
}

/** A value of a traced model: it has a shape and no numbers. `nn.functional` computes with it. */
export class Tensor {
  readonly tracer: Tracer;
  readonly node: Node;

  constructor(tracer: Tracer, node: Node) {
    this.tracer = tracer;
    this.node = node;
  }

  get shape(): Shape {
    return this.node.shape;
  }
}
