import { expect, it } from 'vitest';
import { fashionMnistForm } from '../../../src/data/fashion-mnist/files.ts';
import type { NetworkInput } from '../../../src/images/image-form.ts';
import { greyLevels, networkInput } from './network-input.ts';

const input: NetworkInput = {
  shape: [3, 1, 1],
  form: { ...fashionMnistForm, channels: 3, rows: 1, columns: 1, ground: 'none' },
  mean: [0.5, 0.25, 0],
  std: [0.5, 0.25, 1],
};

it('prepares colours as training does, and shows them in grey', () => {
  const prepared = networkInput({ channels: 3, rows: 1, columns: 1, pixels: Uint8Array.of(255, 0, 51) }, input);
  expect([...prepared]).toEqual([1, -1, expect.closeTo(0.2)]);
  const grey = greyLevels(prepared, input);
  expect([...grey]).toEqual([expect.closeTo(0.299 + 0.114 / 5)]);
  expect([...greyLevels(Float32Array.of(0.5), { ...input, shape: [1, 1, 1], mean: [0], std: [1] })]).toEqual([0.5]);
});
