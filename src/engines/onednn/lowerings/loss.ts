// Cross-entropy and accuracy. Labels are written as rows of zeros with a one at the label; the rest is arithmetic:
//   loss = −Σ onehot · logSoftmax(z) / N        dz = (softmax(z) − onehot) / N
//   The predicted class is the first of the largest logits: of the classes at the maximum, the one with the largest
//   number in C, C−1, …, 1.
import { EngineError } from '../../../errors/engine-error.ts';
import type { Node } from '../../../graph/node.ts';
import type { BinaryAlgorithm, SoftmaxAlgorithm } from '../library/abi.ts';
import type { PostOperation } from '../library/onednn.ts';
import type { Value } from '../plan/block.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import type { Lowering } from './lowering.ts';
import { reduce } from './reduce.ts';

export const softmaxCrossEntropy: Lowering<'softmaxCrossEntropy'> = (builder, node) => {
  const [logits, labels] = node.inputs;
  const negative = { kind: 'eltwise', algorithm: 'linear', alpha: -1 / logits.shape[0], beta: 0 } as const;
  const losses = binary(builder, 'multiply', logSoftmax(builder, logits), oneHot(builder, labels, logits), [negative]);
  builder.define(node, total(builder, logits, losses));
};

export const softmaxCrossEntropyGradient: Lowering<'softmaxCrossEntropyGradient'> = (builder, node) => {
  const [logits, labels] = node.inputs;
  const mean = { kind: 'eltwise', algorithm: 'linear', alpha: 1 / logits.shape[0], beta: 0 } as const;
  const probabilities = softmax(builder, 'accurate', logits);
  builder.define(node, binary(builder, 'subtract', probabilities, oneHot(builder, labels, logits), [mean]));
};

export const countCorrect: Lowering<'countCorrect'> = (builder, node) => {
  const [logits, labels] = node.inputs;
  const [rows, classes] = logits.shape;
  const row = builder.plain([1, classes]);
  const maxima = (x: Value) => reduce(builder, 'max', x, logits.shape, [rows, 1]);
  const z = builder.readPlain(logits);
  const rank = builder.kept(row, (content) => content.set(Array.from({ length: classes }, (_, k) => classes - k)));
  const isLargest = binary(builder, 'equal', z, maxima(z));
  const ranks = binary(builder, 'multiply', isLargest, rank);
  const isPredicted = binary(builder, 'equal', ranks, maxima(ranks));
  const hits = binary(builder, 'multiply', isPredicted, oneHot(builder, labels, logits));
  builder.define(node, total(builder, logits, hits));
};

/**
 * The library's logarithm is off by up to 4e-6, its exponential is exact to the last bit or so. So y is taken from the
 * library and corrected by a step of Newton's method: the probabilities must sum to 1, so y ← y − (Σ exp(y) − 1).
 */
function logSoftmax(builder: ProgramBuilder, logits: Node): Value {
  const [rows] = logits.shape;
  const y = softmax(builder, 'logarithm', logits);
  const probabilities = builder.temporary(y.layout);
  const options = { algorithm: 'exponential', alpha: 0, beta: 0 } as const;
  const exponential = builder.abi.eltwise({ x: y.layout, y: y.layout }, options, builder.oneDnn.plainAttributes);
  builder.emit('eltwise', exponential, { x: y, y: probabilities });
  const sums = reduce(builder, 'sum', probabilities, logits.shape, [rows, 1]);
  const plusOne = { kind: 'eltwise', algorithm: 'linear', alpha: 1, beta: 1 } as const;
  return binary(builder, 'subtract', y, sums, [plusOne]);
}

function softmax(builder: ProgramBuilder, algorithm: SoftmaxAlgorithm, logits: Node): Value {
  const x = builder.readPlain(logits);
  const y = builder.temporary(x.layout);
  const layouts = { x: x.layout, y: x.layout };
  const primitive = builder.abi.softmax(layouts, { algorithm, axis: 1 }, builder.oneDnn.plainAttributes);
  builder.emit('softmax', primitive, { x, y });
  return y;
}

/** Written with each run's labels; every reader of the same labels shares it. */
function oneHot(builder: ProgramBuilder, labels: Node, { shape }: Node): Value {
  const known = builder.oneHots.get(labels);
  if (known !== undefined) return known;
  const [rows, classes] = shape;
  const name = labels.op === 'input' ? labels.attrs.name : `%${labels.id}`;
  const value = builder.temporary(builder.plain(shape));
  builder.writeInput(name, value, rows * classes, (given, target) => {
    target.fill(0);
    for (const [index, label] of given.entries()) {
      if (!(label >= 0 && label < classes)) {
        throw new EngineError(`${builder.graph.name}: ${name}[${index}] is ${label}, expected 0 to ${classes - 1}`);
      }
      target[index * classes + label] = 1;
    }
  });
  builder.oneHots.set(labels, value);
  return value;
}

/** The sum over everything, [1]. */
function total(builder: ProgramBuilder, { shape }: Node, rows: Value): Value {
  return { ...reduce(builder, 'sum', rows, shape, [1, 1]), layout: builder.plain([1]) };
}

/** A second operand of one row or one column serves all. */
function binary(
  builder: ProgramBuilder,
  algorithm: BinaryAlgorithm,
  a: Value,
  b: Value,
  postOperations: readonly PostOperation[] = [],
): Value {
  const y = builder.temporary(a.layout);
  const attributes = builder.oneDnn.attributes(postOperations);
  const primitive = builder.abi.binary({ a: a.layout, b: b.layout, y: a.layout }, { algorithm }, attributes);
  builder.emit('binary', primitive, { x: a, x1: b, y });
  return y;
}
