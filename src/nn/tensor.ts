// A value that exists only while a model is traced: it has a shape, no numbers, and remembers who traces.
import type { Node } from '../graph/node.ts';
import type { OpAttrs, OpName } from '../graph/op-attrs.ts';
import type { Shape } from '../graph/shape.ts';
import type { Buffer } from './buffer.ts';
import type { Module } from './module.ts';
import type { Parameter } from './parameter.ts';

/** What is traced: a step that the network learns by, or what it computes once it has learned. PyTorch's train() and eval(). */
export type Mode = 'training' | 'evaluation';

/** What an operation takes. */
export type Operand = Tensor | Parameter | Buffer;

/** What tensors need of the trace; compile/trace.ts implements it. */
export interface Tracer {
  readonly mode: Mode;
  apply<K extends OpName>(op: K, attrs: OpAttrs[K], operands: readonly Operand[]): Tensor;
  call(module: Module, inputs: readonly Tensor[]): Tensor;
  /** Ones and zeros that are drawn anew for each image, divided by the share of ones. */
  dropMask(shape: Shape, dropProbability: number): Tensor;
  /** What the buffer holds after the step; what reads it from here on reads this. */
  update(buffer: Buffer, value: Tensor): void;
  /** Logits besides the model's own, whose loss counts so much in training. */
  addAuxiliary(logits: Tensor, weight: number): void;
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
