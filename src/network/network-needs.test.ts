import { describe, expect, it } from 'vitest';
import { GoogLeNet } from '../models/googlenet.ts';
import { LeNet } from '../models/lenet.ts';
import { describeNetwork } from './describe-network.ts';
import { findNetwork, fitOfImages, leastImageSize, leastMemory } from './network-needs.ts';

describe('the least images', () => {
  it('of GoogLeNet are any, and 17×17 leave each of its five halvings more than a pixel', () => {
    const model = new GoogLeNet();
    expect([1, 5, 16, 17, 96].map((size) => fitOfImages(findNetwork(model, [1, size, size])))).toEqual([
      ...['lost', 'lost', 'lost', 'whole', 'whole'],
    ]);
    expect(leastImageSize(model, 1, 'lost')).toBe(1);
    expect(leastImageSize(model, 1, 'whole')).toBe(17);
  });

  it('of a network that refuses others are found too', () => {
    const model = new LeNet();
    const least = leastImageSize(model, 1, 'lost');
    expect(least).toBe(28);
    expect([27, 28].map((size) => fitOfImages(findNetwork(model, [1, size, size])) === 'refused')).toEqual([
      true,
      false,
    ]);
  });
});

it('a step of 128 images needs what torchinfo counts for its forward pass', () => {
  const network = describeNetwork(new GoogLeNet(), [1, 96, 96]);
  // torchinfo counts the forward and the backward pass: 606.79 MB.
  expect(leastMemory(network, 128, 'train') / 1e6).toBeCloseTo(606.79 / 2, 2);
  // The largest ReLU reads and returns 64 channels of 48×48.
  expect(leastMemory(network, 1, 'infer')).toBe(4 * 2 * 64 * 48 * 48);
});
