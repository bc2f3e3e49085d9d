// A photo that somebody drops on the page, as `googlenet predict` reads it for a run.
import { decodePicture, largestPictureFile } from '../../data/decode-picture.ts';
import { inversions, type PreparedPicture } from '../../images/picture.ts';
import { taskOfRun } from '../../runs/run-weights.ts';
import { answering, badRequest } from './failure.ts';
import { RequestBodies } from './request-bodies.ts';

/** Two of the largest at once, or many usual ones, over a slow connection too. */
const limits = { largest: largestPictureFile, mostHeld: 2 * largestPictureFile, longest: 120_000 };

export class PictureReader {
  readonly #bodies = new RequestBodies(limits);
  /** Decoded one after the other: a few large ones at once would fill the memory. */
  #before: Promise<unknown> = Promise.resolve();

  /**
   * @param run its folder
   * @returns a byte, 1 if it was inverted, then [channels, rows, columns] of the run's images
   * @throws RequestFailure for what is too large or no picture
   */
  async read(run: string, request: Request, asked: string | undefined): Promise<Uint8Array<ArrayBuffer>> {
    const invert = inversions.find((each) => each === (asked ?? 'auto'));
    if (invert === undefined) throw badRequest(`invert is '${asked}'`, `ask for ${inversions.join(', ')}`);
    const { form } = (await answering(422, () => taskOfRun(run), run)).input;
    // The picture is received before its turn comes, so that a slow one holds up no other.
    return this.#bodies.read(request, 'the picture', async (bytes) => {
      const own = this.#before.then(() => answering(422, () => decodePicture(bytes, 'the picture', { form, invert })));
      this.#before = own.catch(() => {});
      return encode(await own);
    });
  }
}

function encode({ pixels, inverted }: PreparedPicture): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(1 + pixels.length);
  bytes[0] = inverted ? 1 : 0;
  bytes.set(pixels, 1);
  return bytes;
}
