// Every operation on operands of several sizes, also as engines fuse it: what the suites over all engines run through.
import type { Node } from '../../src/graph/node.ts';
import type { OpName, PoolAttrs } from '../../src/graph/op-attrs.ts';
import type { Shape } from '../../src/graph/shape.ts';
import type { CaseGraph, OperationCase } from './case-graph.ts';

const pair = (size: number) => [size, size] as const;
const same = (kernel: number) => ({ stride: pair(1), padding: pair((kernel - 1) / 2) });
const pool = (kernel: number, stride: number, padding: number) => ({
  kernel: pair(kernel),
  stride: pair(stride),
  padding: pair(padding),
});
/** GoogLeNet's first layer. */
const stem = { stride: pair(2), padding: pair(3) };
const atrous = { ...same(5), dilation: pair(2) };
const depthwise = { ...same(3), groups: 33 };
const overhanging = { ...pool(3, 2, 0), ceilMode: true };
/** Padding counts, what hangs over does not: no library divides like that. */
const corrected = { ...pool(4, 3, 1), ceilMode: true };
const uncounted = { ...pool(3, 2, 1), countIncludePad: false };
const grouped = { ...stem, groups: 2 };

// biome-ignore format: one row an operation
export const operationCases: { readonly [K in Exclude<OpName, 'input'>]: readonly OperationCase<K>[] } = {
  constant: [(g) => g.constant(0.1, { shape: [2, 3], dtype: 'float32' })],
  conv2d: [
    (g) => g.add('conv2d', stem, [g.floats(2, 1, 24, 22), g.floats(16, 1, 7, 7), g.floats(16)]),
    (g) => g.add('conv2d', same(3), [g.floats(2, 16, 12, 12), g.floats(24, 16, 3, 3), g.floats(24)]),
    (g) => g.add('conv2d', same(5), [g.floats(3, 5, 6, 7), g.floats(17, 5, 5, 5)]),
    (g) => g.add('conv2d', same(1), [g.floats(2, 64, 6, 6), g.floats(33, 64, 1, 1), g.floats(33)]),
    (g) => g.add('conv2d', atrous, [g.floats(2, 16, 9, 8), g.floats(24, 16, 3, 3), g.floats(24)]),
    (g) => g.add('conv2d', depthwise, [g.floats(2, 33, 6, 7), g.floats(33, 1, 3, 3), g.floats(33)]),
    (g) => g.add('conv2d', grouped, [g.floats(2, 32, 12, 11), g.floats(64, 16, 7, 7)]),
    (g) => g.add('conv2d', same(3), [g.floats(2, 6, 7, 8), g.floats(16, 6, 3, 3), g.floats(16)]),
  ],
  conv2dInputGradient: [
    (g) => g.add('conv2dInputGradient', { ...stem, inputShape: [2, 3, 24, 22] }, [g.floats(2, 16, 12, 11), g.floats(16, 3, 7, 7)]),
    (g) => g.add('conv2dInputGradient', { ...same(3), inputShape: [2, 16, 12, 12] }, [g.floats(2, 24, 12, 12), g.floats(24, 16, 3, 3)]),
    (g) => g.add('conv2dInputGradient', { ...same(1), inputShape: [2, 64, 6, 6] }, [g.floats(2, 33, 6, 6), g.floats(33, 64, 1, 1)]),
    (g) => g.add('conv2dInputGradient', { ...atrous, inputShape: [2, 16, 9, 8] }, [g.floats(2, 24, 9, 8), g.floats(24, 16, 3, 3)]),
    (g) => g.add('conv2dInputGradient', { ...depthwise, inputShape: [2, 33, 6, 7] }, [g.floats(2, 33, 6, 7), g.floats(33, 1, 3, 3)]),
    (g) => g.add('conv2dInputGradient', { ...grouped, inputShape: [2, 32, 12, 11] }, [g.floats(2, 64, 6, 6), g.floats(64, 16, 7, 7)]),
  ],
  conv2dWeightGradient: [
    (g) => g.add('conv2dWeightGradient', { ...stem, weightShape: [16, 1, 7, 7] }, [g.floats(2, 1, 24, 22), g.floats(2, 16, 12, 11)]),
    (g) => g.add('conv2dWeightGradient', { ...same(5), weightShape: [17, 5, 5, 5] }, [g.floats(3, 5, 6, 7), g.floats(3, 17, 6, 7)]),
    (g) => g.add('conv2dWeightGradient', { ...same(1), weightShape: [33, 64, 1, 1] }, [g.floats(2, 64, 6, 6), g.floats(2, 33, 6, 6)]),
    (g) => g.add('conv2dWeightGradient', { ...atrous, weightShape: [24, 16, 3, 3] }, [g.floats(2, 16, 9, 8), g.floats(2, 24, 9, 8)]),
    (g) => g.add('conv2dWeightGradient', { ...depthwise, weightShape: [33, 1, 3, 3] }, [g.floats(2, 33, 6, 7), g.floats(2, 33, 6, 7)]),
    (g) => g.add('conv2dWeightGradient', { ...grouped, weightShape: [64, 16, 7, 7] }, [g.floats(2, 32, 12, 11), g.floats(2, 64, 6, 6)]),
  ],
  linear: [(g) => g.add('linear', {}, [g.floats(5, 400), g.floats(10, 400), g.floats(10)])],
  linearInputGradient: [(g) => g.add('linearInputGradient', {}, [g.floats(5, 10), g.floats(10, 1024)])],
  linearWeightGradient: [(g) => g.add('linearWeightGradient', {}, [g.floats(5, 1024), g.floats(5, 10)])],
  channelSum: [
    (g) => g.add('channelSum', { axis: 1 }, [g.floats(3, 17, 12, 11)]),
    (g) => g.add('channelSum', { axis: 1 }, [g.floats(7, 10)]),
    (g) => g.add('channelSum', { axis: 0 }, [g.floats(7, 5, 3, 3)]),
    (g) => g.add('channelSum', { axis: 0 }, [g.floats(7)]),
    (g) => g.add('channelSum', { axis: 1 }, [g.floats(2, 17, 5)]),
  ],
  channelProductSum: [
    (g) => g.add('channelProductSum', { axis: 1 }, [g.floats(3, 17, 12, 11), g.floats(3, 17, 12, 11)]),
    (g) => g.add('channelProductSum', { axis: 1 }, [pointwise(g), g.floats(2, 33, 6, 6)]),
    (g) => g.add('channelProductSum', { axis: 1 }, [g.floats(7, 10), g.floats(7, 10)]),
    (g) => g.add('channelProductSum', { axis: 0 }, [g.floats(7, 5, 3, 3), g.floats(7, 5, 3, 3)]),
  ],
  relu: [
    (g) => g.add('relu', {}, [g.floats(3, 17, 5)]),
    (g) => g.add('relu', {}, [g.add('conv2d', stem, [g.floats(2, 1, 24, 22), g.floats(16, 1, 7, 7), g.floats(16)])]),
    (g) => g.add('relu', {}, [g.add('conv2d', same(3), [g.floats(2, 16, 12, 12), g.floats(24, 16, 3, 3), g.floats(24)])]),
    (g) => g.add('relu', {}, [g.add('conv2d', same(1), [g.floats(2, 64, 6, 6), g.floats(33, 64, 1, 1), g.floats(33)])]),
  ],
  reluGradient: [(g) => g.add('reluGradient', {}, [g.add('relu', {}, [g.floats(3, 17)]), g.floats(3, 17)])],
  sigmoid: [(g) => g.add('sigmoid', {}, [g.floats(3, 17, 5)])],
  sigmoidGradient: [(g) => g.add('sigmoidGradient', {}, [g.add('sigmoid', {}, [g.floats(3, 17)]), g.floats(3, 17)])],
  tanh: [(g) => g.add('tanh', {}, [g.floats(3, 17, 5)]), (g) => g.add('tanh', {}, [pointwise(g)])],
  tanhGradient: [(g) => g.add('tanhGradient', {}, [g.add('tanh', {}, [g.floats(3, 17)]), g.floats(3, 17)])],
  leakyRelu: [(g) => g.add('leakyRelu', { negativeSlope: 0.01 }, [g.floats(3, 17, 5)]), (g) => g.add('leakyRelu', { negativeSlope: 0.3 }, [pointwise(g)])],
  leakyReluGradient: [(g) => g.add('leakyReluGradient', { negativeSlope: 0.3 }, [g.floats(3, 17), g.floats(3, 17)])],
  gelu: [(g) => g.add('gelu', { approximate: 'none' }, [g.floats(3, 17, 5)]), (g) => g.add('gelu', { approximate: 'tanh' }, [pointwise(g)])],
  geluGradient: [
    (g) => g.add('geluGradient', { approximate: 'none' }, [g.floats(3, 17), g.floats(3, 17)]),
    (g) => g.add('geluGradient', { approximate: 'tanh' }, [pointwise(g), g.floats(2, 33, 6, 6)]),
  ],
  maxPool2d: [
    (g) => g.add('maxPool2d', pool(3, 2, 1), [g.floats(2, 5, 12, 11)]),
    (g) => g.add('maxPool2d', pool(3, 1, 1), [g.floats(2, 5, 6, 7)]),
    (g) => g.add('maxPool2d', overhanging, [g.floats(2, 16, 8, 6)]),
  ],
  maxPool2dGradient: [maximumGradient(pool(3, 2, 1), [2, 5, 12, 11]), maximumGradient(pool(3, 1, 1), [2, 5, 6, 7]), maximumGradient(overhanging, [2, 16, 8, 6])],
  averagePool2d: [
    (g) => g.add('averagePool2d', pool(3, 1, 0), [g.floats(2, 5, 7, 6)]),
    (g) => g.add('averagePool2d', pool(3, 2, 1), [g.floats(2, 5, 7, 6)]),
    (g) => g.add('averagePool2d', { ...pool(1, 1, 0), kernel: [3, 5] }, [g.floats(2, 33, 3, 5)]),
    (g) => g.add('averagePool2d', overhanging, [g.floats(2, 5, 8, 6)]),
    (g) => g.add('averagePool2d', corrected, [g.floats(2, 16, 6, 7)]),
    (g) => g.add('averagePool2d', uncounted, [g.floats(2, 16, 7, 6)]),
  ],
  averagePool2dGradient: [
    (g) => g.add('averagePool2dGradient', { ...pool(3, 1, 0), inputShape: [2, 5, 7, 6] }, [g.floats(2, 5, 5, 4)]),
    (g) => g.add('averagePool2dGradient', { ...pool(3, 2, 1), inputShape: [2, 5, 7, 6] }, [g.floats(2, 5, 4, 3)]),
    (g) => g.add('averagePool2dGradient', { ...pool(3, 1, 0), inputShape: [2, 33, 3, 3] }, [g.floats(2, 33, 1, 1)]),
    (g) => g.add('averagePool2dGradient', { ...overhanging, inputShape: [2, 5, 8, 6] }, [g.floats(2, 5, 4, 3)]),
    (g) => g.add('averagePool2dGradient', { ...corrected, inputShape: [2, 16, 6, 7] }, [g.floats(2, 16, 3, 3)]),
    (g) => g.add('averagePool2dGradient', { ...uncounted, inputShape: [2, 16, 7, 6] }, [g.floats(2, 16, 4, 3)]),
  ],
  batchNorm: [
    (g) => g.add('batchNorm', { epsilon: 1e-3 }, [g.floats(3, 5, 7, 6), g.floats(5), g.floats(5)]),
    (g) => g.add('batchNorm', { epsilon: 1e-5 }, [g.floats(3, 16, 7, 6)]),
    (g) => g.add('batchNorm', { epsilon: 1e-5 }, [g.floats(9, 10), g.floats(10), g.floats(10)]),
    (g) => g.add('batchNorm', { epsilon: 1e-5 }, [pointwise(g), g.floats(33), g.floats(33)]),
    (g) => g.add('batchNorm', { epsilon: 1e-5 }, [g.add('conv2d', same(3), [g.floats(2, 16, 12, 12), g.floats(32, 16, 3, 3)]), g.floats(32), g.floats(32)]),
  ],
  batchMean: [(g) => g.add('batchMean', {}, [g.floats(3, 5, 7, 6)]), (g) => g.add('batchMean', {}, [pointwise(g)])],
  batchVariance: [(g) => g.add('batchVariance', {}, [g.floats(3, 5, 7, 6)]), (g) => g.add('batchVariance', {}, [pointwise(g)])],
  batchNormInputGradient: [
    (g) => g.add('batchNormInputGradient', { epsilon: 1e-3 }, [g.floats(3, 5, 7, 6), g.floats(3, 5, 7, 6), g.floats(5)]),
    (g) => g.add('batchNormInputGradient', { epsilon: 1e-5 }, [g.floats(3, 16, 7, 6), g.floats(3, 16, 7, 6)]),
    (g) => g.add('batchNormInputGradient', { epsilon: 1e-5 }, [g.add('conv2d', same(3), [g.floats(2, 16, 12, 12), g.floats(32, 16, 3, 3)]), g.floats(2, 32, 12, 12), g.floats(32)]),
  ],
  batchNormWeightGradient: [
    (g) => g.add('batchNormWeightGradient', { epsilon: 1e-3 }, [g.floats(3, 5, 7, 6), g.floats(3, 5, 7, 6)]),
    (g) => g.add('batchNormWeightGradient', { epsilon: 1e-5 }, [g.add('conv2d', same(3), [g.floats(2, 16, 12, 12), g.floats(32, 16, 3, 3)]), g.floats(2, 32, 12, 12)]),
  ],
  localResponseNorm: [
    (g) => g.add('localResponseNorm', norm(5), [g.floats(2, 16, 7, 6)]),
    (g) => g.add('localResponseNorm', norm(5), [pointwise(g)]),
    (g) => g.add('localResponseNorm', { ...norm(3), beta: 0.6, k: 2 }, [g.floats(2, 5, 7)]),
    (g) => g.add('localResponseNorm', norm(7), [g.floats(2, 3, 4, 5)]),
    (g) => g.add('localResponseNorm', norm(4), [pointwise(g)]),
    (g) => g.add('localResponseNorm', norm(2), [g.floats(2, 5, 7)]),
  ],
  localResponseNormGradient: [
    responseGradient(5, (g) => g.floats(2, 16, 7, 6)),
    responseGradient(5, pointwise),
    responseGradient(3, (g) => g.floats(2, 5, 7)),
    responseGradient(7, (g) => g.floats(2, 33, 1, 1)),
    responseGradient(4, pointwise),
    responseGradient(2, (g) => g.floats(2, 5, 7)),
  ],
  concat: [(g) => g.add('concat', { axis: 1 }, [g.floats(2, 6, 3, 3), g.floats(2, 1, 3, 3), g.floats(2, 9, 3, 3)])],
  slice: [(g) => g.add('slice', { axis: 1, start: 6, end: 7 }, [g.floats(2, 16, 3, 3)])],
  padSlice: [(g) => g.add('padSlice', { axis: 1, start: 2, inputShape: [2, 6, 3] }, [g.floats(2, 3, 3)])],
  reshape: [(g) => g.add('reshape', { shape: [2, 18] }, [g.floats(2, 2, 3, 3)])],
  softmaxCrossEntropy: [
    (g) => g.add('softmaxCrossEntropy', { labelSmoothing: 0 }, [g.floats(6, 10), g.labels(6)]),
    (g) => g.add('softmaxCrossEntropy', { labelSmoothing: 0.1, classWeights: [0.5, 3, 1, 2] }, [g.floats(6, 4), g.labels(6)]),
  ],
  softmaxCrossEntropyGradient: [
    (g) => g.add('softmaxCrossEntropyGradient', { labelSmoothing: 0 }, [g.floats(6, 10), g.labels(6)]),
    (g) => g.add('softmaxCrossEntropyGradient', { labelSmoothing: 0.1 }, [g.floats(6, 10), g.labels(6)]),
    (g) => g.add('softmaxCrossEntropyGradient', { labelSmoothing: 0.1, classWeights: [0.5, 3, 1, 2] }, [g.floats(6, 4), g.labels(6)]),
  ],
  labelWeight: [
    (g) => g.add('labelWeight', { labelSmoothing: 0 }, [g.labels(6)]),
    (g) => g.add('labelWeight', { labelSmoothing: 0, classWeights: [0.5, 3, 1] }, [g.labels(6)]),
  ],
  countCorrect: [(g) => g.add('countCorrect', {}, [g.floats(32, 3), g.labels(32)])],
  largest: [(g) => g.add('largest', {}, [g.floats(3, 17, 5)]), (g) => g.add('largest', {}, [g.add('conv2d', same(1), [g.floats(2, 64, 6, 6), g.floats(33, 64, 1, 1), g.floats(33)])])],
  add: [
    (g) => g.add('add', {}, [g.floats(3, 5), g.floats(3, 5)]),
    (g) => g.add('add', {}, [g.floats(3, 5), g.floats(1)]),
    (g) => g.add('add', {}, [g.floats(2, 64, 6, 6), g.add('conv2dInputGradient', { ...same(1), groups: 2, inputShape: [2, 64, 6, 6] }, [g.floats(2, 32, 6, 6), g.floats(32, 32, 1, 1)])]),
  ],
  subtract: [(g) => g.add('subtract', {}, [g.floats(3, 5), g.floats(3, 5)]), (g) => g.add('subtract', {}, [g.floats(3, 5), g.floats(1)])],
  multiply: [
    (g) => g.add('multiply', {}, [g.floats(3, 5), g.floats(3, 5)]),
    (g) => g.add('multiply', {}, [g.floats(3, 5), g.floats(1)]),
    (g) => g.add('multiply', {}, [g.add('conv2dWeightGradient', { ...grouped, weightShape: [64, 16, 7, 7] }, [g.floats(2, 32, 12, 11), g.floats(2, 64, 6, 6)]), g.floats(1)]),
  ],
  divide: [(g) => g.add('divide', {}, [g.floats(3, 5), g.floats(3, 5)]), (g) => g.add('divide', {}, [g.floats(3, 5), g.floats(1)])],
  squareRoot: [(g) => g.add('squareRoot', {}, [square(g, 3, 17, 5)])],
  scale: [(g) => g.add('scale', { factor: 0.9 }, [g.floats(3, 5)]), (g) => g.add('scale', { factor: 1, offset: -0.3 }, [g.floats(3, 5)]), (g) => g.add('scale', { factor: -1.7, offset: 0.3 }, [pointwise(g)])],
  channelAffine: [
    (g) => g.add('channelAffine', { axis: 1 }, [g.floats(2, 5, 7, 6), g.floats(5), g.floats(5)]),
    (g) => g.add('channelAffine', { axis: 1 }, [g.floats(2, 16, 7, 6), g.floats(16)]),
    (g) => g.add('channelAffine', { axis: 1 }, [pointwise(g), g.floats(33), g.floats(33)]),
    (g) => g.add('channelAffine', { axis: 1 }, [g.add('conv2d', same(3), [g.floats(2, 16, 12, 12), g.floats(32, 16, 3, 3), g.floats(32)]), g.floats(32), g.floats(32)]),
    (g) => g.add('channelAffine', { axis: 1 }, [g.floats(7, 10), g.floats(10), g.floats(10)]),
    (g) => g.add('channelAffine', { axis: 0 }, [g.floats(24, 16, 3, 3), g.floats(24)]),
    (g) => g.add('channelAffine', { axis: 0 }, [g.floats(5, 7), g.floats(5), g.floats(5)]),
    (g) => g.add('channelAffine', { axis: 0 }, [g.floats(5), g.floats(5), g.floats(5)]),
  ],
};

/** A 1×1 convolution whose result has the layout that the library gives to 33 channels. */
function pointwise(g: CaseGraph): Node {
  return g.add('conv2d', same(1), [g.floats(2, 64, 6, 6), g.floats(33, 64, 1, 1), g.floats(33)]);
}

/** Not negative. */
function square(g: CaseGraph, ...shape: Shape): Node {
  const x = g.floats(...shape);
  return g.add('multiply', {}, [x, x]);
}

/** A local response normalisation whose alpha is so large that the neighbours count. */
function norm(size: number) {
  return { size, alpha: 0.8, beta: 0.75, k: 1 } as const;
}

function responseGradient(size: number, operand: (g: CaseGraph) => Node): OperationCase<'localResponseNormGradient'> {
  return (g) => {
    const x = operand(g);
    const y: Node = g.add('localResponseNorm', norm(size), [x]);
    return g.add('localResponseNormGradient', norm(size), [x, y, g.floats(...x.shape)]);
  };
}

function maximumGradient(attrs: PoolAttrs, shape: Shape): OperationCase<'maxPool2dGradient'> {
  return (g) => {
    const x = g.floats(...shape);
    const y: Node = g.add('maxPool2d', attrs, [x]);
    return g.add('maxPool2dGradient', attrs, [x, y, g.floats(...y.shape)]);
  };
}
