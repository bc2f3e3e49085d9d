// A photo that somebody drops on the page, as `googlenet predict` reads it.
import { decodePicture, largestPictureFile } from '../../data/decode-picture.ts';
import { fashionMnistForm } from '../../data/fashion-mnist/files.ts';
import { inversions, type PreparedPicture } from '../../images/picture.ts';
import { answering, badRequest } from './failure.ts';
import { RequestBodies } from './request-bodies.ts';

/** Two of the largest at once, or many usual ones, over a slow connection too. */
const limits = { largest: largestPictureFile, mostHeld: 2 * largestPictureFile, longest: 120_000 };

export class PictureReader {
  readonly #bodies = new RequestBodies(limits);
  /** Decoded one after the other: a few large ones at once would fill the memory. */
  #before: Promise<unknown> = Promise.resolve();

  /** @returns a byte, 1 if it was inverted, then 28 × 28. @throws RequestFailure for what is too large or no picture */
  async read(request: Request, asked: string | undefined): Promise<Uint8Array<ArrayBuffer>> {
    const invert = inversions.find((each) => each === (asked ?? 'auto'));
    if (invert === undefined) throw badRequest(`invert is '${asked}'`, `ask for ${inversions.join(', ')}`);
    const options = { form: fashionMnistForm, invert };
    // Before it is its turn: one that is slow to arrive holds up no other.
    return this.#bodies.read(request, 'the picture', async (bytes) => {
      const own = this.#before.then(() => answering(422, () => decodePicture(bytes, 'the picture', options)));
      this.#before = own.catch(() => {});
      return encode(await own);
    });
  }
}

function encode({ pixels, inverted }: PreparedPicture): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(inverted ? 1 : 0, ...pixels);
}
