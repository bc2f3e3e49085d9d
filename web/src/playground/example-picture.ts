// An example for a run whose test images are not there: a T-shirt that this page draws, so that there is an answer at once.
import { type ImageForm, luma } from '../../../src/images/image-form.ts';
import type { ByteImage } from './network-input.ts';

/** Its right half from the neck down, as shares of the image from the middle and from the top. */
const halfOutline = [
  [0, 0.2],
  [0.1, 0.14],
  [0.2, 0.14],
  [0.42, 0.32],
  [0.32, 0.46],
  [0.22, 0.38],
  [0.22, 0.86],
  [0, 0.86],
] as const;

/** Blue on a light ground, as a photo may have it; on black as the networks learned it: in the grey of its cloth. */
const colours = {
  none: { ground: [244, 239, 230], thing: [40, 90, 150] },
  black: { ground: [0, 0, 0], thing: [200, 200, 200] },
} as const satisfies Readonly<Record<ImageForm['ground'], unknown>>;

export function examplePicture({ channels, rows, columns, ground }: ImageForm): ByteImage {
  const pixels = new Uint8Array(channels * rows * columns);
  const { [ground]: colour } = colours;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const isInside = insideOutline(Math.abs((column + 0.5) / columns - 0.5), (row + 0.5) / rows);
      const [red, green, blue] = isInside ? colour.thing : colour.ground;
      const levels = channels === 1 ? [luma(red, green, blue)] : [red, green, blue];
      for (const [channel, level] of levels.entries()) pixels[(channel * rows + row) * columns + column] = level;
    }
  }
  return { channels, rows, columns, pixels };
}

/** Whether the point is inside: a line to its right crosses the outline an odd number of times. */
function insideOutline(x: number, y: number): boolean {
  const crossings = halfOutline.filter(([x1, y1], index) => {
    const [x2, y2] = halfOutline[(index + 1) % halfOutline.length];
    return y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1);
  });
  return crossings.length % 2 === 1;
}
