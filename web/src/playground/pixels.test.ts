import { expect, it } from 'vitest';
import { greyPixels, heatPixels, mapPixels, mostOf } from './pixels.ts';

it('makes grey, colours of a scale, and heat over grey', () => {
  expect([...greyPixels(Uint8Array.of(0, 200))]).toEqual([0, 0, 0, 255, 200, 200, 200, 255]);
  const map = mapPixels(Float32Array.of(0, 2, Number.NaN), { least: 0, most: 2 });
  expect([...map]).toEqual([0, 0, 4, 255, 252, 253, 191, 255, 0, 0, 4, 255]);

  const values = Float32Array.of(0, 0.5, -0.5, Number.NaN);
  const heat = heatPixels(Float32Array.of(1, 0, 0, 0.2), values, mostOf(values));
  const [untouched, lost, gained, unknown] = [0, 1, 2, 3].map((at) => [...heat.subarray(4 * at, 4 * at + 3)]);
  expect(untouched).toEqual([255, 255, 255]);
  expect(lost[0]).toBeGreaterThan(lost[2] + 100);
  expect(gained[2]).toBeGreaterThan(gained[0] + 100);
  expect(unknown).toEqual([51, 51, 51]);
});

it('is grey alone where nothing changes anything', () => {
  const values = Float32Array.of(0, Number.NaN);
  expect(mostOf(values)).toBe(0);
  expect([...heatPixels(Float32Array.of(1, 0), values, 0)]).toEqual([255, 255, 255, 255, 0, 0, 0, 255]);
});
