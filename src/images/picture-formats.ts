// The formats of pictures that are read, as people call them, and what a file of each begins with.
export const pictureFormats = ['PNG', 'JPEG', 'WebP', 'GIF', 'AVIF', 'TIFF'] as const;

export type PictureFormat = (typeof pictureFormats)[number];

/** What their files end in, in any case. */
export const pictureEndings = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'tif', 'tiff'] as const;

/** The first 12 bytes, in hexadecimal. AVIF is a box of the type `ftyp` whose brand is avif, avis or mif1. */
export const pictureSignatures: { readonly [Format in PictureFormat]: RegExp } = {
  PNG: /^89504e470d0a1a0a/,
  JPEG: /^ffd8ff/,
  WebP: /^52494646.{8}57454250/,
  GIF: /^474946383[79]61/,
  AVIF: /^.{8}66747970(61766966|61766973|6d696631)/,
  TIFF: /^(49492[ab]00|4d4d002[ab])/,
};

/** As a list in a sentence, e.g. `PNG, JPEG or TIFF`. */
export function listFormats(separator: string, lastSeparator: string): string {
  return [pictureFormats.slice(0, -1).join(separator), pictureFormats.at(-1)].join(lastSeparator);
}
