// How a picture becomes a network's input, as metadata of a model that leaves this library: short values for programs, and
// the whole way in words. Whoever follows it gives the network what `googlenet predict` gives it.
import type { ImageForm } from './dataset.ts';
import { largestSide } from './decode-picture.ts';
import { lightGroundRule } from './light-ground.ts';
import { groundTolerance } from './picture.ts';

/** @param imageSize rows and columns of the network's images */
export function describePreparation(form: ImageForm, imageSize: number): Readonly<Record<string, string>> {
  const size = `${form.rows}x${form.columns}`;
  const steps = [
    `decode to 8-bit sRGB and turn upright (EXIF); sides above ${largestSide} are first reduced to it, in proportion`,
    'grey = (19595 R + 38470 G + 7471 B + 32768) >> 16',
    ...(form.ground === 'black'
      ? [`where the ground is light, grey = 255 - grey; it is light if ${lightGroundRule}`]
      : []),
    'grey = round(grey * alpha / 255): what is transparent becomes black',
    ...(form.trim
      ? [
          `unless the picture is ${size} already: cut away outer rows and columns in which no pixel differs from the ` +
            `upper left one by more than ${groundTolerance}`,
        ]
      : []),
    `scale by min(${form.rows} / rows, ${form.columns} / columns), each side rounded and at least 1, and put it on black of ` +
      `${size}, floor(what is left / 2) from the top and from the left`,
    `resize to ${imageSize}x${imageSize}; both resizes are Pillow's BILINEAR on 8-bit grey, which averages areas when it reduces`,
    'divide by 255: float32 [batch, 1, rows, columns]',
  ];
  return {
    grey: 'ITU-R 601-2',
    ground: form.ground,
    invert: form.ground === 'black' ? 'light-ground' : 'never',
    trim: String(form.trim),
    ...(form.trim ? { trim_tolerance: String(groundTolerance) } : {}),
    fit: 'pad',
    fit_size: `${form.rows},${form.columns}`,
    resize: 'bilinear-antialias',
    input_size: String(imageSize),
    scale: '1/255',
    mean: '0',
    std: '1',
    preparation: steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
  };
}
