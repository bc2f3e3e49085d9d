import { describe, expect, it } from 'vitest';
import { GoogLeNet } from '../../../src/models/googlenet.ts';
import { LeNet } from '../../../src/models/lenet.ts';
import { describeNetwork } from '../../../src/network/describe-network.ts';
import type { MeasuredProfile } from '../../../src/studio/protocol.ts';
import { nestedNetwork } from '../../../test/support/nested-network.ts';
import { attributeTime, isOfThisNetwork, sumOf } from './measured-time.ts';
import { blocksOf, networkLevel } from './network-parts.ts';
import { measurePart } from './part-measures.ts';

const googLeNet = describeNetwork(new GoogLeNet(), [1, 96, 96]);

function profileOf(
  ...layers: readonly (readonly [module: string, kind: string, milliseconds: number])[]
): MeasuredProfile {
  return {
    name: 'profile.json',
    mode: 'train',
    engine: 'onednn',
    layers: layers.map(([module, kind, milliseconds]) => ({ module, kind, milliseconds })),
  };
}

const profile = profileOf(
  ['model.8.channel2.0', 'convolution', 2],
  ['model.8.channel2.0', 'convolution weight gradient', 3],
  ['model.8.channel2.0', 'convolution', 1],
  ['model.8.channel2.1', 'eltwise', 0.5],
  ['model.8', 'concat', 1.5],
  ['model.88', 'convolution', 0.25],
  ['loss', 'softmax', 0.75],
  ['model.9.channel1.0', 'convolution', 11],
);

describe('attributeTime', () => {
  const time = attributeTime(googLeNet, profile);

  it('gives a layer what was measured under its path, by kind', () => {
    expect(time.layers.get('model.8.channel2.0')).toEqual([
      { kind: 'convolution', milliseconds: 3 },
      { kind: 'convolution weight gradient', milliseconds: 3 },
    ]);
    expect(time.layers.get('model.8:concat')).toEqual([{ kind: 'concat', milliseconds: 1.5 }]);
    expect(time.layers.has('model.0')).toBe(false);
  });

  it('says what belongs to no layer, and loses nothing', () => {
    expect(time.elsewhere).toEqual({ milliseconds: 1, modules: ['model.88', 'loss'] });
    expect(time.milliseconds).toBe(20);
    expect(sumOf([...time.layers.values()].flat()) + time.elsewhere.milliseconds).toBe(20);
  });

  it('shares the time of a module alike among its calls', () => {
    const shared = attributeTime(nestedNetwork, profileOf(['block.path.0', 'convolution', 3]));
    expect(shared.layers.get('block.path.0')).toEqual([{ kind: 'convolution', milliseconds: 1.5 }]);
    expect(shared.layers.get('block.path.0#2')).toEqual([{ kind: 'convolution', milliseconds: 1.5 }]);
  });

  it('knows a profile of another network, though some modules have the same names', () => {
    expect(isOfThisNetwork(time)).toBe(true);
    const others = profileOf(['model.0', 'convolution', 8], ['model.8.channel2.0', 'convolution', 2]);
    expect(isOfThisNetwork(attributeTime(describeNetwork(new LeNet(), [1, 28, 28]), others))).toBe(false);
  });
});

describe('measurePart', () => {
  const time = attributeTime(googLeNet, profile);
  const [eighth, ninth, eleventh] = blocksOf(networkLevel(googLeNet));

  it('sums a block over its layers', () => {
    const measures = measurePart(eighth!, googLeNet, time);
    expect(measures.milliseconds).toBe(8);
    expect(measures.shares.time).toBe(0.4);
    expect(measures.parameters).toBe(163_696);
    expect(measures.shares.parameters).toBeCloseTo(163_696 / 5_977_530, 12);
  });

  it('tells what was not measured from what took no time', () => {
    expect(measurePart(ninth!, googLeNet, time).shares.time).toBe(0.55);
    expect(measurePart(eleventh!, googLeNet, time)).toMatchObject({ milliseconds: null, shares: { time: null } });
    expect(measurePart(ninth!, googLeNet, null).shares.time).toBeNull();
  });

  it('has shares that are one together', () => {
    const parts = networkLevel(googLeNet).parts.map((part) => measurePart(part, googLeNet, time));
    for (const name of ['parameters', 'compute'] as const) {
      expect(parts.reduce((sum, { shares }) => sum + (shares[name] ?? 0), 0)).toBeCloseTo(1, 12);
    }
  });
});
