// The typeface of the plots, Arimo, out of its package: measures texts, and turns them into outlines, so that PNGs look
// the same on every machine, those without fonts included. As wide as Arial and Helvetica.
// see: https://fontsource.org/fonts/arimo
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype from 'opentype.js';

const weights = { normal: 400, bold: 700 } as const;
export type FontWeight = keyof typeof weights;

export interface TextStyle {
  /** In units of the picture. */
  readonly size: number;
  readonly weight?: FontWeight;
}

export class Typeface {
  readonly #fonts: { readonly [W in FontWeight]: opentype.Font };

  constructor() {
    this.#fonts = { normal: readFont('normal'), bold: readFont('bold') };
  }

  /** False for texts of other scripts than Latin. */
  covers(text: string, { weight = 'normal' }: TextStyle): boolean {
    return [...text].every((character) => this.#fonts[weight].charToGlyphIndex(character) !== 0);
  }

  /** Characters that the typeface lacks count as one em, the width of a Chinese one. */
  widthOf(text: string, { size, weight = 'normal' }: TextStyle): number {
    const font = this.#fonts[weight];
    return [...text].reduce((width, character) => {
      const isKnown = font.charToGlyphIndex(character) !== 0;
      return width + (isKnown ? font.getAdvanceWidth(character, size, { kerning: false }) : size);
    }, 0);
  }

  /** Path data, the baseline beginning at (x, y). */
  outline(text: string, x: number, y: number, { size, weight = 'normal' }: TextStyle): string {
    return this.#fonts[weight].getPath(text, x, y, size, { kerning: false }).toPathData(2);
  }
}

function readFont(weight: FontWeight): opentype.Font {
  const file = `@fontsource/arimo/files/arimo-latin-${weights[weight]}-normal.woff`;
  const bytes = readFileSync(createRequire(import.meta.url).resolve(file));
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
