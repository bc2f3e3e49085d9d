// Whether a picture shows something dark on a light ground: by the pixels along its edge.
import type { Picture } from './picture.ts';

/** Levels above this are light; opacities above it are not transparent. */
const middle = 127;
/** A ground is light if more than this share of the pixels along the edge is. In Fashion-MNIST, on black, it is at most 0.57. */
const lightShare = 2 / 3;
/** The edge is as thick as this part of the longer side: a line around a picture is not its ground. */
const edgeShare = 1 / 64;

/** What is transparent counts as dark: it is ground, and becomes black. */
export function hasLightGround({ channels, rows, columns, pixels, opacity }: Picture): boolean {
  const area = rows * columns;
  const thickness = Math.max(1, Math.floor(Math.max(rows, columns) * edgeShare));
  let light = 0;
  let count = 0;
  for (let index = 0; index < area; index++) {
    const row = Math.floor(index / columns);
    const column = index - row * columns;
    if (Math.min(row, rows - 1 - row, column, columns - 1 - column) >= thickness) continue;
    let isLight = opacity === undefined || opacity[index] > middle;
    for (let channel = 0; channel < channels; channel++) isLight &&= pixels[channel * area + index] > middle;
    if (isLight) light++;
    count++;
  }
  return light > lightShare * count;
}

/** The rule in words, for those who prepare pictures elsewhere. */
export const lightGroundRule =
  `more than 2/3 of the pixels in the outermost max(1, floor(longer side / ${1 / edgeShare})) rows and columns ` +
  `have a grey above ${middle} and an alpha above ${middle}`;
