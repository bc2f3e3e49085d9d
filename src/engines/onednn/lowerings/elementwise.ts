// Elementwise operations. They keep the layout of their operand and take its memory where nobody else reads it.
import type { Node, NodeOf } from '../../../graph/node.ts';
import type { GeluAttrs } from '../../../graph/op-attrs.ts';
import { sizeOf } from '../../../graph/shape.ts';
import type { BinaryAlgorithm, EltwiseAlgorithm, Layout } from '../library/abi.ts';
import type { Value } from '../plan/block.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import type { Lowering } from './lowering.ts';
import { sum } from './sum.ts';

interface GradientRule {
  readonly forward: EltwiseAlgorithm;
  readonly algorithm: EltwiseAlgorithm;
  readonly alpha: number;
  /** What the algorithm computes the gradient from: the operation's operand or its result. */
  readonly data: 'x' | 'y';
}

export const relu: Lowering<'relu'> = (builder, node) => eltwise(builder, node, 'relu', 0);
export const sigmoid: Lowering<'sigmoid'> = (builder, node) => eltwise(builder, node, 'logistic', 0);
export const squareRoot: Lowering<'squareRoot'> = (builder, node) => eltwise(builder, node, 'squareRoot', 0);
export const scale: Lowering<'scale'> = (builder, node) =>
  eltwise(builder, node, 'linear', node.attrs.factor, node.attrs.offset);

export const tanh: Lowering<'tanh'> = (builder, node) => eltwise(builder, node, 'tanh', 0);
export const leakyRelu: Lowering<'leakyRelu'> = (builder, node) =>
  eltwise(builder, node, 'relu', node.attrs.negativeSlope);
export const gelu: Lowering<'gelu'> = (builder, node) => eltwise(builder, node, geluAlgorithm(node.attrs), 0);

export const sigmoidGradient: Lowering<'sigmoidGradient'> = (builder, node) =>
  activationGradient(builder, node, { forward: 'logistic', algorithm: 'logisticFromResult', alpha: 0, data: 'y' });
export const tanhGradient: Lowering<'tanhGradient'> = (builder, node) =>
  activationGradient(builder, node, { forward: 'tanh', algorithm: 'tanhFromResult', alpha: 0, data: 'y' });
export const leakyReluGradient: Lowering<'leakyReluGradient'> = (builder, node) => {
  const alpha = node.attrs.negativeSlope;
  activationGradient(builder, node, { forward: 'relu', algorithm: 'relu', alpha, data: 'x' });
};
export const geluGradient: Lowering<'geluGradient'> = (builder, node) => {
  const algorithm = geluAlgorithm(node.attrs);
  activationGradient(builder, node, { forward: algorithm, algorithm, alpha: 0, data: 'x' });
};

const reluRule: GradientRule = { forward: 'relu', algorithm: 'reluFromResult', alpha: 0, data: 'y' };

/** The paths of a concatenation are masked all at once; each then is a window into the whole. */
export const reluGradient: Lowering<'reluGradient'> = (builder, node) => {
  const whole = builder.fusions.wholeMasks.get(node);
  if (whole === undefined) {
    const [y, dy] = node.inputs;
    const mayOverwrite = builder.canOverwrite(dy);
    builder.define(node, eltwiseGradient(builder, reluRule, builder.readDense(y), dy, mayOverwrite));
    return;
  }
  const { y, dy, slice } = whole;
  const paths = [...builder.fusions.wholeMasks.values()].filter((mask) => mask.dy === dy && mask.y === y).length;
  const key = `${y.id} ${dy.id}`;
  let masked = builder.masked.get(key);
  if (masked === undefined) {
    const mayOverwrite = builder.canOverwrite(dy, paths);
    masked = eltwiseGradient(builder, reluRule, builder.readDense(y), dy, mayOverwrite);
    builder.masked.set(key, masked);
  }
  const start = dy.shape.map((_, axis) => (axis === slice.attrs.axis ? slice.attrs.start : 0));
  builder.define(node, builder.part(masked, dy.shape, node.shape, start));
};

export const add: Lowering<'add'> = (builder, node) => {
  const terms = builder.fusions.sums.get(node);
  if (terms === undefined) binary(builder, node, 'add');
  else sum(builder, node, terms);
};

export const subtract: Lowering<'subtract'> = (builder, node) => binary(builder, node, 'subtract');
export const multiply: Lowering<'multiply'> = (builder, node) => binary(builder, node, 'multiply');
export const divide: Lowering<'divide'> = (builder, node) => binary(builder, node, 'divide');

function geluAlgorithm({ approximate }: GeluAttrs): EltwiseAlgorithm {
  return approximate === 'tanh' ? 'geluTanh' : 'geluExact';
}

function eltwise(builder: ProgramBuilder, node: Node, algorithm: EltwiseAlgorithm, alpha: number, beta = 0): void {
  const x = builder.readDense(node.inputs[0]);
  const y = builder.canOverwrite(node.inputs[0]) ? x : builder.place(node, x.layout);
  const options = { algorithm, alpha, beta };
  const primitive = builder.abi.eltwise({ x: x.layout, y: x.layout }, options, builder.oneDnn.plainAttributes);
  builder.emit('eltwise', primitive, { x, y });
  builder.define(node, y);
}

/** @param node whose operands are what the gradient is computed from, and dy */
function activationGradient(builder: ProgramBuilder, node: Node, rule: GradientRule): void {
  const [data, dy] = node.inputs;
  builder.define(node, eltwiseGradient(builder, rule, builder.readDense(data), dy, builder.canOverwrite(dy)));
}

function eltwiseGradient(
  builder: ProgramBuilder,
  { forward, algorithm, alpha, data: role }: GradientRule,
  data: Value,
  gradient: Node,
  mayOverwrite: boolean,
): Value {
  const { abi, oneDnn } = builder;
  const { layout } = data;
  const dy = builder.readAs(gradient, layout);
  const forwardOptions = { algorithm: forward, alpha, beta: 0 };
  const hint = abi.eltwise({ x: layout, y: layout }, forwardOptions, oneDnn.plainAttributes);
  const options = { algorithm, alpha, forward: hint };
  const primitive = abi.eltwiseGradient({ dx: layout, dy: layout, data: layout }, options, oneDnn.plainAttributes);
  // A copy in another layout has no other reader.
  const isCopy = dy !== builder.read(gradient);
  const dx = mayOverwrite || isCopy ? dy : builder.temporary(layout);
  builder.emit('eltwise gradient', primitive, { [role]: data, dy, dx });
  return dx;
}

/** An operation on two operands, the second of the same shape as the first or a single number. */
function binary(
  builder: ProgramBuilder,
  node: NodeOf<'add'> | NodeOf<'subtract'> | NodeOf<'multiply'> | NodeOf<'divide'>,
  algorithm: BinaryAlgorithm,
): void {
  const [first, second] = node.inputs;
  const a = builder.readDense(first);
  const isBroadcast = sizeOf(second.shape) === 1 && sizeOf(first.shape) !== 1;
  const b = isBroadcast ? builder.readPlain(second) : builder.readAs(second, a.layout);
  const bLayout: Layout = isBroadcast ? builder.plain(node.shape.map(() => 1)) : b.layout;
  const y = builder.place(node, a.layout);
  const primitive = builder.abi.binary(
    { a: a.layout, b: bLayout, y: a.layout },
    { algorithm },
    builder.oneDnn.plainAttributes,
  );
  builder.emit('binary', primitive, { x: a, x1: { ...b, layout: bLayout }, y });
  builder.define(node, y);
}
