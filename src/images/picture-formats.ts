// The formats of pictures that are read, as people call them: by what they begin with, decode-picture.ts knows them.
export const pictureFormats = ['PNG', 'JPEG', 'WebP', 'GIF', 'AVIF', 'TIFF'] as const;

/** As a list in a sentence, e.g. `PNG, JPEG or TIFF`. */
export function listFormats(separator: string, lastSeparator: string): string {
  return [pictureFormats.slice(0, -1).join(separator), pictureFormats.at(-1)].join(lastSeparator);
}
