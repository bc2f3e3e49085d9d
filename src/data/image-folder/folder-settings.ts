// How the pictures of a folder become images, where nobody says otherwise: one place, so that `check` decodes just what
// `train` will want.

import { largestShift } from '../../images/augmentation.ts';
import type { Channels, Colour, Fit } from '../../images/image-form.ts';
import { largestSide } from '../../images/resize.ts';
import type { ImageSettings } from './decode-files.ts';

export interface FolderSettingsOptions {
  /** Default 96. */
  readonly imageSize?: number | undefined;
  /** Default 3. */
  readonly channels?: Channels | undefined;
  /** Default `crop`. */
  readonly fit?: Fit | undefined;
  /** Default white. */
  readonly background?: Colour | undefined;
}

/** Rows and columns on each side: as far as images are shifted. */
export function marginOf(imageSize: number): number {
  return largestShift(imageSize);
}

export function folderSettings({
  imageSize = 96,
  channels = 3,
  fit = 'crop',
  background = [255, 255, 255],
}: FolderSettingsOptions = {}): ImageSettings {
  // Even a photo twice as wide as high then keeps a height larger than an image with its margins.
  const reduceTo = Math.min(largestSide, 3 * imageSize);
  return {
    form: { channels, rows: imageSize, columns: imageSize, fit, reduceTo, ground: 'none', trim: false, background },
    margin: marginOf(imageSize),
  };
}
