import { expect, it } from 'vitest';
import { GoogLeNet } from '../../../src/models/googlenet.ts';
import { describeNetwork } from '../../../src/network/describe-network.ts';
import { wideMeasures } from './box-sizes.ts';
import { layoutNetwork } from './layout-network.ts';
import { type ArrowKey, nearestBox } from './nearest-box.ts';
import { networkLevel } from './network-parts.ts';

const { boxes } = layoutNetwork(
  networkLevel(describeNetwork(new GoogLeNet(), [1, 96, 96])),
  new Set(['model.8']),
  wideMeasures,
);

it.each<[string, ArrowKey, string | undefined]>([
  ['model.7', 'ArrowDown', 'model.8'],
  ['model.8.channel2.0', 'ArrowDown', 'model.8.channel2.2'],
  ['model.8.channel2.0', 'ArrowLeft', 'model.8.channel1.0'],
  ['model.8.channel2.0', 'ArrowRight', 'model.8.channel3.0'],
  ['model.8.channel2.0', 'ArrowUp', 'model.8'],
  ['model.9', 'ArrowUp', 'model.8:concat'],
  ['model.21', 'ArrowDown', undefined],
])('leads from %s by %s to %s', (id, key, expected) => {
  const from = boxes.find(({ part }) => part.id === id)!;
  expect(nearestBox(boxes, from, key)?.part.id).toBe(expected);
});
