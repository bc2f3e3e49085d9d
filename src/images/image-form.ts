// How a dataset's images were made of pictures: what has to be done to any picture so that it is like them. Without Node,
// as everything here: trainer, predictions, exported models and the studio's page go one way.

export const fits = ['crop', 'pad', 'stretch'] as const;
/** `crop`: the picture's middle fills the image; `pad`: the whole picture fits into it; `stretch`: each side is scaled by itself. */
export type Fit = (typeof fits)[number];

/** Grey, or red, green and blue. */
export type Channels = 1 | 3;
/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** How the images of a dataset are made of pictures. */
export interface ImageForm {
  /** 1: grey; 3: red, green, blue. */
  readonly channels: Channels;
  readonly rows: number;
  readonly columns: number;
  readonly fit: Fit;
  /**
   * Length to which the shorter side of a cropped picture is resized before its middle is taken, with torchvision's
   * rounding. Default: whatever just fills the image.
   */
  readonly shorterSide?: number | undefined;
  /** Longer sides are first reduced to this, in proportion, while the picture is decoded. */
  readonly reduceTo: number;
  /** What lies behind the things: `none` where nothing is known of it, and then no picture is inverted by itself. */
  readonly ground: 'black' | 'none';
  /** Whether edges of the ground's colour were cut away. */
  readonly trim: boolean;
  /** What shows where a picture is transparent, and around one that is padded. */
  readonly background: Colour;
}

/** Shape of one image as a network takes it. */
export type ImageShape = readonly [channels: number, rows: number, columns: number];

/** How an image of a dataset becomes a network's input: stretched to its size, then (level / 255 − mean) / std. */
export interface NetworkInput {
  readonly shape: ImageShape;
  /** How a picture becomes an image of the dataset. */
  readonly form: ImageForm;
  /** Mean of each channel, as `std`; a list of one number holds for all. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** One colour in grey, as PIL's conversion to mode L: ITU-R 601-2, in fixed point; grey stays what it is. */
export function luma(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}

/** The background as the image's channels have it. */
export function backgroundLevels({ channels, background }: ImageForm): readonly number[] {
  return channels === 1 ? [luma(...background)] : background;
}
