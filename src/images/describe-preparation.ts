// How a picture becomes a network's input, as metadata of a model that leaves this library: short values for programs, and
// the whole way in words. Whoever follows it gives the network what `googlenet predict` gives it.
import { backgroundLevels, type Fit, type NetworkInput } from './image-form.ts';
import { lightGroundRule } from './light-ground.ts';
import { groundTolerance } from './picture.ts';

export function describePreparation({ shape, form, mean, std }: NetworkInput): Readonly<Record<string, string>> {
  const { channels, rows, columns, fit, shorterSide, ground, trim, reduceTo } = form;
  const [, imageRows, imageColumns] = shape;
  const size = `${rows}x${columns}`;
  const colours = channels === 1 ? 'grey' : 'RGB';
  const laidOver = backgroundLevels(form).join(',');
  const isResized = rows !== imageRows || columns !== imageColumns;
  const isNormalized = mean.some((value) => value !== 0) || std.some((value) => value !== 1);
  const steps = [
    `decode to 8-bit sRGB and turn upright (EXIF); sides above ${reduceTo} are first reduced to it, in proportion`,
    ...(channels === 1 ? ['grey = (19595 R + 38470 G + 7471 B + 32768) >> 16'] : []),
    ...(ground === 'black' ? [`where the ground is light, grey = 255 - grey; it is light if ${lightGroundRule}`] : []),
    `lay it over ${laidOver}: level = round((level * alpha + background * (255 - alpha)) / 255)`,
    ...(trim
      ? [
          `unless the picture is ${size} already: cut away outer rows and columns in which no pixel differs from the ` +
            `upper left one by more than ${groundTolerance}`,
        ]
      : []),
    shorterSide === undefined ? fitInWords(fit, rows, columns, laidOver) : cropInWords(shorterSide, size),
    ...(isResized ? [`resize to ${imageRows}x${imageColumns}`] : []),
    `resizes are Pillow's BILINEAR on 8-bit ${colours}, which averages areas when it reduces`,
    `divide by 255${isNormalized ? ', subtract the mean and divide by std, each of its channel' : ''}: float32 [batch, ${channels}, rows, columns]`,
  ];
  return {
    colours,
    ...(channels === 1 ? { grey: 'ITU-R 601-2' } : {}),
    ground,
    background: laidOver,
    invert: ground === 'black' ? 'light-ground' : 'never',
    trim: String(trim),
    ...(trim ? { trim_tolerance: String(groundTolerance) } : {}),
    fit,
    fit_size: `${rows},${columns}`,
    ...(shorterSide === undefined ? {} : { shorter_side: String(shorterSide) }),
    resize: 'bilinear-antialias',
    input_size: String(imageRows),
    scale: '1/255',
    mean: mean.join(','),
    std: std.join(','),
    preparation: steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
  };
}

function fitInWords(fit: Fit, rows: number, columns: number, background: string): string {
  const size = `${rows}x${columns}`;
  const scaled = (rule: string) =>
    `scale by ${rule}(${rows} / rows, ${columns} / columns), each side rounded and at least 1`;
  if (fit === 'stretch') return `resize to ${size}, whatever its proportions`;
  if (fit === 'crop')
    return `${scaled('max')}, and take the middle of ${size}: half of what is too much, rounded up, from the top and from the left`;
  return `${scaled('min')}, and put it on ${background} of ${size}, floor(what is left / 2) from the top and from the left`;
}

function cropInWords(shorterSide: number, size: string): string {
  return (
    `resize so that the shorter side is ${shorterSide} and the longer floor(${shorterSide} * longer / shorter), and take the ` +
    `middle of ${size}: what is too much / 2, a half rounded to the even number, from the top and from the left`
  );
}
