import { describe, expect, it } from 'vitest';
import { readImages, toRgba } from './image-pixels.ts';

describe('readImages', () => {
  it('takes images behind each other apart, without their labels', () => {
    const images = readImages(Uint8Array.of(9, 0, 0, 0, 1, 2, 3, 4, 8, 0, 0, 0, 5, 6, 7, 8), 2);
    expect(images.map(({ side, pixels }) => [side, [...pixels]])).toEqual([
      [2, [1, 2, 3, 4]],
      [2, [5, 6, 7, 8]],
    ]);
  });

  it('refuses what are no images', () => {
    expect(() => readImages(new Uint8Array(11), 2)).toThrow('11 bytes are not 2 square images');
  });
});

describe('toRgba', () => {
  it('is grey and opaque', () => {
    expect([...toRgba({ side: 1, pixels: Uint8Array.of(200) })]).toEqual([200, 200, 200, 255]);
  });
});
