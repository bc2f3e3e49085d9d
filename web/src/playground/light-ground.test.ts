import { expect, it } from 'vitest';
import { hasLightGround } from './light-ground.ts';

/** [5, 4] with a middle of another level. */
function picture(ground: number, middle: number, alpha = 255): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: 5 * 4 * 4 }, (_, index) => {
    if (index % 4 === 3) return alpha;
    const [row, column] = [Math.floor(index / 16), Math.floor(index / 4) % 4];
    return row > 0 && row < 4 && column > 0 && column < 3 ? middle : ground;
  });
}

it('looks at the edge alone', () => {
  expect(hasLightGround(picture(250, 0), 5, 4)).toBe(true);
  expect(hasLightGround(picture(5, 255), 5, 4)).toBe(false);
  expect(hasLightGround(picture(250, 0, 0), 5, 4)).toBe(false);
});

it('is not misled by a thing that reaches the edge somewhere', () => {
  const touched = picture(240, 0);
  touched.fill(0, 0, 8);
  expect(hasLightGround(touched, 5, 4)).toBe(true);
  expect(hasLightGround(Uint8ClampedArray.of(255, 255, 255, 255), 1, 1)).toBe(true);
});
