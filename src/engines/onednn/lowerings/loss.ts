// Cross-entropy and accuracy. Labels are written as rows of targets, t; the rest is arithmetic:
//   loss = −Σ t · logSoftmax(z)        dz = softmax(z) · (sum of t's row) − t
//   The predicted class is the first of the largest logits: of the classes at the maximum, the one with the largest
//   number in C, C−1, …, 1.
import { EngineError } from '../../../errors/engine-error.ts';
import type { Node } from '../../../graph/node.ts';
import type { TargetAttrs } from '../../../graph/op-attrs.ts';
import { labelTarget, otherTarget } from '../../../ops/softmax-cross-entropy.ts';
import type { SoftmaxAlgorithm } from '../library/abi.ts';
import type { Value } from '../plan/block.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import { binary, eltwise } from './arithmetic.ts';
import type { Lowering } from './lowering.ts';
import { reduce } from './reduce.ts';

export const softmaxCrossEntropy: Lowering<'softmaxCrossEntropy'> = (builder, node) => {
  const [logits, labels] = node.inputs;
  const negative = { kind: 'eltwise', algorithm: 'linear', alpha: -1, beta: 0 } as const;
  const wanted = targets(builder, labels, logits, node.attrs);
  const losses = binary(builder, 'multiply', logSoftmax(builder, logits), wanted, [negative]);
  builder.define(node, total(builder, logits, losses));
};

export const softmaxCrossEntropyGradient: Lowering<'softmaxCrossEntropyGradient'> = (builder, node) => {
  const [logits, labels] = node.inputs;
  const wanted = targets(builder, labels, logits, node.attrs);
  const probabilities = softmax(builder, 'accurate', logits);
  // Without class weights, the targets of a row sum to 1.
  const share =
    node.attrs.classWeights === undefined
      ? probabilities
      : binary(builder, 'multiply', probabilities, reduce(builder, 'sum', wanted, logits.shape, [logits.shape[0], 1]));
  builder.define(node, binary(builder, 'subtract', share, wanted));
};

export const labelWeight: Lowering<'labelWeight'> = (builder, node) => {
  const [labels] = node.inputs;
  const { classWeights } = node.attrs;
  const value = builder.temporary(builder.plain([1]));
  builder.writeInput(nameOf(labels), value, 1, (given, target) => {
    target[0] = Array.from(given).reduce((sum, label) => sum + (classWeights?.[label] ?? 1), 0);
  });
  builder.define(node, value);
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
  const hits = binary(builder, 'multiply', isPredicted, targets(builder, labels, logits, oneHot));
  builder.define(node, total(builder, logits, hits));
};

/**
 * The library's logarithm is off by up to 4e-6, its exponential is exact to the last bit or so. So y is taken from the
 * library and corrected by a step of Newton's method: the probabilities must sum to 1, so y ← y − (Σ exp(y) − 1).
 */
function logSoftmax(builder: ProgramBuilder, logits: Node): Value {
  const [rows] = logits.shape;
  const y = softmax(builder, 'logarithm', logits);
  const probabilities = eltwise(builder, 'exponential', y, 0, 0);
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

/** Zeros, with a one at the label. */
const oneHot: TargetAttrs = { labelSmoothing: 0 };

function nameOf(labels: Node): string {
  return labels.op === 'input' ? labels.attrs.name : `%${labels.id}`;
}

/** Written with each run's labels; every reader of the same targets shares them. */
function targets(builder: ProgramBuilder, labels: Node, { shape }: Node, attrs: TargetAttrs): Value {
  const key = `${labels.id} ${attrs.labelSmoothing} ${attrs.classWeights}`;
  const known = builder.targets.get(key);
  if (known !== undefined) return known;
  const [rows, classes] = shape;
  const name = nameOf(labels);
  const spread = Float32Array.from({ length: classes }, (_, c) => otherTarget(attrs, c, classes));
  const hits = Float32Array.from({ length: classes }, (_, c) => labelTarget(attrs, c, classes));
  const value = builder.temporary(builder.plain(shape));
  builder.writeInput(name, value, rows * classes, (given, target) => {
    for (const [index, label] of given.entries()) {
      if (!(label >= 0 && label < classes)) {
        throw new EngineError(`${builder.graph.name}: ${name}[${index}] is ${label}, expected 0 to ${classes - 1}`);
      }
      target.set(spread, index * classes);
      target[index * classes + label] = hits[label];
    }
  });
  builder.targets.set(key, value);
  return value;
}

/** The sum over everything, [1]. */
function total(builder: ProgramBuilder, { shape }: Node, rows: Value): Value {
  return { ...reduce(builder, 'sum', rows, shape, [1, 1]), layout: builder.plain([1]) };
}
