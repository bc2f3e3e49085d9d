import { describe, expect, it } from 'vitest';
import { describeUnless, withoutDataset } from '../../test/support/unless.ts';
import { fashionMnist } from '../data/fashion-mnist/fashion-mnist.ts';
import { locateFashionMnist } from '../data/fashion-mnist/locate.ts';
import { hasLightGround } from './light-ground.ts';

const [rows, columns] = [128, 130];

/** Its edge, which is 2 pixels thick, and what is inside have each one level. */
function picture(ground: number, middle: number, { opacity = 255, thickness = 2 } = {}) {
  const isEdge = (index: number) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    return Math.min(row, rows - 1 - row, column, columns - 1 - column) < thickness;
  };
  const fill = (edge: number, inside: number) =>
    Uint8Array.from({ length: rows * columns }, (_, index) => (isEdge(index) ? edge : inside));
  return { channels: 1 as const, rows, columns, pixels: fill(ground, middle), opacity: fill(opacity, 255) };
}

describe('hasLightGround', () => {
  it('looks at the edge alone', () => {
    expect(hasLightGround(picture(250, 0))).toBe(true);
    expect(hasLightGround(picture(128, 0))).toBe(true);
    expect(hasLightGround(picture(127, 255))).toBe(false);
    const { opacity, ...opaque } = picture(250, 0);
    expect(hasLightGround(opaque)).toBe(true);
    expect(hasLightGround({ channels: 1, rows: 1, columns: 1, pixels: Uint8Array.of(255) })).toBe(true);
  });

  it('takes what is transparent for dark', () => {
    expect(hasLightGround(picture(250, 0, { opacity: 0 }))).toBe(false);
    // A white thing that reaches the edge of nothing is no light ground.
    const cutOut = picture(250, 0, { opacity: 0 });
    cutOut.opacity.fill(255, 0, 100);
    expect(hasLightGround(cutOut)).toBe(false);
  });

  it('is not misled by a thing that reaches the edge, nor by a line around the picture', () => {
    const touched = picture(240, 0);
    touched.pixels.fill(0, (rows - 2) * columns);
    expect(hasLightGround(touched)).toBe(true);
    touched.pixels.fill(0, 0, (rows / 2) * columns);
    expect(hasLightGround(touched)).toBe(false);
    const framed = picture(240, 0, { thickness: 14 });
    for (let index = 0; index < framed.pixels.length; index++) {
      const [row, column] = [Math.floor(index / columns), index % columns];
      if (row === 0 || column === 0) framed.pixels[index] = 0;
    }
    expect(hasLightGround(framed)).toBe(true);
  });
});

const present = await locateFashionMnist();

describeUnless(withoutDataset(present), 'hasLightGround, on all of Fashion-MNIST', () => {
  it('takes none of its images for one on a light ground', async () => {
    let seen = 0;
    for (const split of ['train', 'test'] as const) {
      const dataset = await fashionMnist({ split });
      for (let index = 0; index < dataset.count; index++, seen++) {
        const pixels = dataset.images.subarray(784 * index, 784 * (index + 1));
        if (hasLightGround({ channels: 1, rows: 28, columns: 28, pixels })) expect.fail(`${split} image ${index}`);
      }
    }
    expect(seen).toBe(70_000);
  });
});
