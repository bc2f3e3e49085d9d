import { expect, it } from 'vitest';
import { heatPixels, imagePixels, mapPixels, mostOf } from './pixels.ts';

it('makes grey and coloured images, colours of a scale, and heat over grey', () => {
  const two = { rows: 1, columns: 2 };
  const grey = imagePixels({ ...two, channels: 1, pixels: Uint8Array.of(0, 200) });
  expect([...grey]).toEqual([0, 0, 0, 255, 200, 200, 200, 255]);
  const colour = imagePixels({ ...two, channels: 3, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  expect([...colour]).toEqual([1, 3, 5, 255, 2, 4, 6, 255]);
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
