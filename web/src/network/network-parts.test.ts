import { describe, expect, it } from 'vitest';
import { GoogLeNet, IncepBlock } from '../../../src/models/googlenet.ts';
import { LeNet } from '../../../src/models/lenet.ts';
import { describeNetwork } from '../../../src/network/describe-network.ts';
import { imageId } from '../../../src/network/network-description.ts';
import * as nn from '../../../src/nn/index.ts';
import { nestedNetwork } from '../../../test/support/nested-network.ts';
import { allParts, blocksOf, countPaths, type Level, layersOf, networkLevel, type Part } from './network-parts.ts';

function nameOf(part: Part): string {
  if (part.kind === 'image') return 'image';
  if (part.kind === 'block') return part.module.className;
  return part.layers
    .map(({ className, operations, path }) => (path.includes(':') ? operations[0] : className))
    .join('+');
}

function arrows({ edges }: Level): readonly string[] {
  return edges.map(({ from, to }) => `${from ?? '·'} → ${to ?? '·'}`);
}

describe('networkLevel', () => {
  it('shows GoogLeNet as a chain of layers and nine blocks', () => {
    const level = networkLevel(describeNetwork(new GoogLeNet(), [1, 96, 96]));
    const names = level.parts.map(nameOf);
    expect(names.slice(0, 7)).toEqual([
      'image',
      'Conv2d+ReLU',
      'MaxPool2d',
      'Conv2d+ReLU',
      'Conv2d+ReLU',
      'MaxPool2d',
      'IncepBlock',
    ]);
    expect(names.slice(-4)).toEqual(['IncepBlock', 'AdaptiveAvgPool2d', 'Flatten', 'Linear']);
    expect(blocksOf(level)).toHaveLength(9);
    expect(arrows(level)).toEqual(level.parts.slice(1).map(({ id }, index) => `${level.parts[index]?.id} → ${id}`));
  });

  it('opens an Inception block into its four paths', () => {
    const network = describeNetwork(
      new nn.Sequential(new nn.ReLU(), new IncepBlock(4, 1, [2, 3], [4, 5], 6)),
      [4, 5, 5],
    );
    const [block] = blocksOf(networkLevel(network));
    expect(countPaths(block!)).toBe(4);
    expect(arrows(block!.level)).toEqual([
      '· → 1.channel1.0',
      '· → 1.channel2.0',
      '1.channel2.0 → 1.channel2.2',
      '· → 1.channel3.0',
      '1.channel3.0 → 1.channel3.2',
      '· → 1.channel4.0',
      '1.channel4.0 → 1.channel4.1',
      '1.channel1.0 → 1:concat',
      '1.channel2.2 → 1:concat',
      '1.channel3.2 → 1:concat',
      '1.channel4.1 → 1:concat',
    ]);
  });

  it('takes a skip connection for a path, and blocks in blocks', () => {
    const level = networkLevel(nestedNetwork);
    expect(level.parts.map(({ id }) => id)).toEqual([imageId, 'stem', 'block', 'block#2', 'nested', 'join', ':add']);
    expect(arrows(level)).toContain('stem → :add');
    expect(blocksOf(level).map(({ id }) => id)).toEqual([
      'block',
      'block#2',
      'nested',
      'nested.left.0',
      'nested.left.1',
    ]);
    const nested = blocksOf(level).find(({ id }) => id === 'nested')!;
    expect(countPaths(nested)).toBe(3);
    expect(arrows(nested.level)).toEqual([
      '· → nested.left.0',
      'nested.left.0 → nested.left.1',
      '· → nested.right.0',
      'nested.left.1 → nested:concat',
      'nested.right.0 → nested:concat',
      '· → nested:concat',
      'nested:concat → ·',
    ]);
  });

  it('holds every layer once, in flow order', () => {
    for (const network of [nestedNetwork, describeNetwork(new LeNet(), [1, 28, 28])]) {
      const ids = networkLevel(network)
        .parts.flatMap(layersOf)
        .map(({ id }) => id);
      expect(ids).toEqual(network.layers.map(({ id }) => id));
    }
  });

  it('does not hide a ReLU where its input is read elsewhere, too', () => {
    class Both extends nn.Module {
      readonly conv = new nn.Conv2d(1, 1, 1);
      readonly relu = new nn.ReLU();
      forward(x: nn.Tensor): nn.Tensor {
        const y = this.conv.call(x);
        return nn.add(this.relu.call(y), y);
      }
    }
    const parts = allParts(networkLevel(describeNetwork(new Both(), [1, 2, 2])));
    expect(parts.map(({ id }) => id)).toEqual([imageId, 'conv', 'relu', ':add']);
  });

  it('does not hide a layer with a window or weights', () => {
    const model = new nn.Sequential(
      new nn.Conv2d(2, 2, 1),
      new nn.MaxPool2d(3, { stride: 1, padding: 1 }),
      new nn.Conv2d(2, 2, 1),
    );
    const { parts } = networkLevel(describeNetwork(model, [2, 4, 4]));
    expect(parts.map(({ id }) => id)).toEqual([imageId, '0', '1', '2']);
    const linear = new nn.Sequential(new nn.Flatten(), new nn.Linear(4, 4), new nn.Linear(4, 4));
    expect(networkLevel(describeNetwork(linear, [1, 2, 2])).parts).toHaveLength(4);
  });

  it('takes a model that is one layer', () => {
    const level = networkLevel(describeNetwork(new nn.ReLU(), [1, 2, 2]));
    expect(arrows(level)).toEqual([`${imageId} → :relu`]);
  });
});
