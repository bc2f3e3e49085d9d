import { expect, it } from 'vitest';
import { SGD } from '../../../compile/optimizers/sgd.ts';
import { trainingStep } from '../../../compile/programs.ts';
import { GoogLeNet } from '../../../models/googlenet.ts';
import { CrossEntropyLoss } from '../../../nn/index.ts';
import { findFusions } from './fusions.ts';

const { compute: graph } = trainingStep({
  model: new GoogLeNet(),
  loss: new CrossEntropyLoss(),
  optimizer: new SGD({ learningRate: 0.1 }),
  imageShape: [2, 1, 96, 96],
});
const fusions = findFusions(graph, graph.nodes);

it('puts every ReLU into its convolution, but for the two that stand behind a pool', () => {
  expect(graph.nodes.filter(({ op }) => op === 'relu')).toHaveLength(57);
  expect(fusions.activations.size).toBe(55);
});

it('takes every bias gradient out of a weight gradient', () => {
  expect(fusions.biasGradients.size).toBe(58);
});

it('adds the gradients of the four paths of a block at once', () => {
  const blocks = [...fusions.sums].filter(([node]) => node.shape.length === 4);
  expect(blocks.map(([, terms]) => terms.length)).toEqual(Array.from({ length: 9 }, () => 4));
});

it('adds three of them as they are computed', () => {
  expect(fusions.accumulated.size).toBe(27);
  for (const node of fusions.accumulated) expect(node.op).toBe('conv2dInputGradient');
});

it('masks the four paths of a block as one', () => {
  expect(fusions.wholeMasks.size).toBe(36);
  expect(new Set([...fusions.wholeMasks.values()].map(({ y }) => y)).size).toBe(9);
  for (const { y, dy } of fusions.wholeMasks.values()) expect(dy.shape).toEqual(y.shape);
});
