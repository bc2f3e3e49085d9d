import { describe, expect, it } from 'vitest';
import { coversAnything, OcclusionMap, occludeInto, patchPositions, planOcclusion } from './occlusion.ts';

describe('planOcclusion', () => {
  it('follows the size of the image', () => {
    expect(planOcclusion(96, 'fine')).toEqual({ imageSize: 96, patch: 8, stride: 4 });
    expect(planOcclusion(96, 'coarse')).toEqual({ imageSize: 96, patch: 16, stride: 8 });
    expect(planOcclusion(28, 'fine')).toEqual({ imageSize: 28, patch: 2, stride: 1 });
    expect(planOcclusion(1, 'coarse')).toEqual({ imageSize: 1, patch: 1, stride: 1 });
  });
});

describe('patchPositions', () => {
  it('covers the image, each place once', () => {
    for (const plan of [
      planOcclusion(96, 'fine'),
      planOcclusion(96, 'coarse'),
      { imageSize: 10, patch: 3, stride: 4 },
    ]) {
      const positions = patchPositions(plan);
      const keys = positions.map(({ top, left }) => `${top},${left}`);
      expect(new Set(keys).size).toBe(keys.length);
      const ends = positions.map(({ top, left }) => Math.max(top, left) + plan.patch);
      expect(Math.max(...ends)).toBe(plan.imageSize);
    }
    expect(patchPositions(planOcclusion(96, 'fine'))).toHaveLength(23 * 23);
    expect(patchPositions(planOcclusion(96, 'coarse'))).toHaveLength(11 * 11);
    expect(patchPositions({ imageSize: 10, patch: 3, stride: 4 }).map(({ top }) => top)).toEqual(
      expect.arrayContaining([0, 4, 7]),
    );
  });

  it('begins with places far apart', () => {
    const begin = patchPositions(planOcclusion(96, 'coarse')).slice(0, 9);
    expect(new Set(begin.map(({ top }) => top))).toEqual(new Set([0, 32, 64]));
  });
});

describe('a patch', () => {
  const plan = { imageSize: 4, patch: 2, stride: 1 };
  const image = Float32Array.from({ length: 16 }, (_, index) => (index < 8 ? 0 : index));

  it('is 0, and the rest stays', () => {
    const batch = new Float32Array(32);
    occludeInto(image, plan, { top: 1, left: 2 }, batch, 1);
    expect([...batch.subarray(0, 16)]).toEqual(Array(16).fill(0));
    expect([...batch.subarray(16)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 8, 9, 0, 0, 12, 13, 14, 15]);
    expect(image[10]).toBe(10);
  });

  it('covers all channels', () => {
    const colours = new Float32Array(48).fill(7);
    const batch = new Float32Array(48);
    occludeInto(colours, plan, { top: 0, left: 0 }, batch, 0);
    const zeros = [...batch].flatMap((level, at) => (level === 0 ? [at] : []));
    expect(zeros).toEqual([0, 16, 32].flatMap((at) => [at, at + 1, at + 4, at + 5]));
    const last = new Float32Array(48);
    last[47] = 1;
    expect(coversAnything(last, plan, { top: 2, left: 2 })).toBe(true);
  });

  it('covers something or nothing', () => {
    expect(coversAnything(image, plan, { top: 0, left: 1 })).toBe(false);
    expect(coversAnything(image, plan, { top: 1, left: 1 })).toBe(true);
  });
});

describe('OcclusionMap', () => {
  it('has the mean of the patches over each pixel, and nothing where none was', () => {
    const map = new OcclusionMap({ imageSize: 3, patch: 2, stride: 1 });
    map.add({ top: 0, left: 0 }, 1);
    map.add({ top: 0, left: 1 }, 0.5);
    const nan = Number.NaN;
    expect([...map.values()]).toEqual([1, 0.75, 0.5, 1, 0.75, 0.5, nan, nan, nan]);
  });
});
