// The form of a network's input in files and messages.
import * as z from 'zod/mini';
import { type Fit, fits, type ImageForm } from './image-form.ts';
import { largestSide } from './resize.ts';

const side = z.int().check(z.gte(1), z.lte(largestSide));
const channels = z.union([z.literal(1), z.literal(3)]);
const numbers = z.array(z.number()).check(z.minLength(1), z.maxLength(3));
const level = z.int().check(z.gte(0), z.lte(255));

export const networkInputSchema = z.object({
  shape: z.tuple([channels, side, side]),
  form: z
    .object({
      channels,
      rows: side,
      columns: side,
      fit: z.enum(fits as unknown as [Fit, ...Fit[]]),
      shorterSide: z.optional(side),
      reduceTo: side,
      ground: z.enum(['black', 'none']),
      trim: z.boolean(),
      background: z.tuple([level, level, level]),
    })
    .check(z.refine(isWholeCrop)),
  mean: numbers,
  std: z.array(z.number().check(z.positive())).check(z.minLength(1), z.maxLength(3)),
});

/** Whether the part that is cropped from a resized picture lies inside it. */
function isWholeCrop({ fit, rows, columns, shorterSide }: ImageForm): boolean {
  return shorterSide === undefined || (fit === 'crop' && shorterSide >= Math.max(rows, columns));
}
