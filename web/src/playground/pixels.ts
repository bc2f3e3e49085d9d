// Numbers as the red, green, blue and alpha of a canvas.
import { lossAndGain, magma } from './colour-maps.ts';
import { levelOf, type Scale } from './feature-maps.ts';
import type { ByteImage } from './network-input.ts';

export type Rgba = Uint8ClampedArray<ArrayBuffer>;

export function imagePixels({ channels, rows, columns, pixels }: ByteImage): Rgba {
  const area = rows * columns;
  const rgba = new Uint8ClampedArray(4 * area);
  const [green, blue] = channels === 1 ? [0, 0] : [area, 2 * area];
  for (let at = 0; at < area; at++) {
    rgba[4 * at] = pixels[at];
    rgba[4 * at + 1] = pixels[green + at];
    rgba[4 * at + 2] = pixels[blue + at];
    rgba[4 * at + 3] = 255;
  }
  return rgba;
}

export function mapPixels(values: Float32Array, scale: Scale): Rgba {
  const rgba = new Uint8ClampedArray(4 * values.length);
  for (let at = 0; at < values.length; at++) {
    const colour = 3 * levelOf(values[at], scale);
    rgba[4 * at] = magma[colour];
    rgba[4 * at + 1] = magma[colour + 1];
    rgba[4 * at + 2] = magma[colour + 2];
    rgba[4 * at + 3] = 255;
  }
  return rgba;
}

/** How strong the colour over the image may be where most is lost. */
const strongest = 0.85;

/**
 * The image in grey, coloured where a patch changed something.
 * @param image levels from 0 to 1
 * @param values what is lost there, from −most to most; NaN where nothing was measured
 */
export function heatPixels(image: Float32Array, values: Float32Array, most: number): Rgba {
  const rgba = new Uint8ClampedArray(4 * image.length);
  for (let at = 0; at < image.length; at++) {
    const grey = 255 * image[at];
    const share = most > 0 && Number.isFinite(values[at]) ? Math.max(-1, Math.min(1, values[at] / most)) : 0;
    const opacity = strongest * Math.abs(share);
    const colour = 3 * Math.round(127.5 + 127.5 * Math.sign(share) * Math.min(1, 0.5 + Math.abs(share) / 2));
    for (const channel of [0, 1, 2]) {
      rgba[4 * at + channel] = grey + (lossAndGain[colour + channel] - grey) * opacity;
    }
    rgba[4 * at + 3] = 255;
  }
  return rgba;
}

/** The largest of all, of either sign, for a scale around 0. */
export function mostOf(values: Float32Array): number {
  return values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
}
