import { expect, it } from 'vitest';
import { gradientOf, lossAndGain, magma } from './colour-maps.ts';

const colour = (map: Uint8Array, level: number) => [...map.subarray(3 * level, 3 * level + 3)];
const luminance = (level: number) => {
  const [red, green, blue] = colour(magma, level).map((value) => (value / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

it('begins and ends with the colours of magma and grows lighter all the way', () => {
  expect(colour(magma, 0)).toEqual([0, 0, 4]);
  expect(colour(magma, 255)).toEqual([252, 253, 191]);
  for (let level = 8; level < 256; level += 8) expect(luminance(level)).toBeGreaterThan(luminance(level - 8));
});

it('has nothing in the middle between loss and gain', () => {
  const [red, green, blue] = colour(lossAndGain, 128);
  expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(8);
  expect(gradientOf(lossAndGain)).toMatch(/^linear-gradient\(to right, rgb\(0 104 168\), .*rgb\(191 74 0\)\)$/);
});
