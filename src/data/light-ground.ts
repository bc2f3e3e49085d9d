// Whether a picture shows something dark on a light ground: by the pixels along its edge. Without Node, as picture.ts.
import type { GreyPicture } from './picture.ts';

/** Levels above this are light; opacities above it are not transparent. */
const middle = 127;
/** Of the pixels along the edge, more than this share is light. In Fashion-MNIST, whose ground is black, it is 0.57 at most. */
const lightShare = 2 / 3;
/** The edge is as thick as this part of the longer side: a line around a picture is not its ground. */
const edgeShare = 1 / 64;

/** What is transparent counts as dark: it is ground, and becomes black. */
export function hasLightGround({ rows, columns, pixels, opacity }: GreyPicture): boolean {
  const thickness = Math.max(1, Math.floor(Math.max(rows, columns) * edgeShare));
  let light = 0;
  let count = 0;
  for (const [index, level] of pixels.entries()) {
    const row = Math.floor(index / columns);
    const column = index - row * columns;
    if (Math.min(row, rows - 1 - row, column, columns - 1 - column) >= thickness) continue;
    if (level > middle && (opacity === undefined || opacity[index] > middle)) light++;
    count++;
  }
  return light > lightShare * count;
}

/** The rule in words, for those who prepare pictures elsewhere. */
export const lightGroundRule =
  `more than 2/3 of the pixels in the outermost max(1, floor(longer side / ${1 / edgeShare})) rows and columns ` +
  `have a grey above ${middle} and an alpha above ${middle}`;
