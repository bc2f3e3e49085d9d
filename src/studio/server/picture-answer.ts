// A photo that somebody drops on the page, as `googlenet predict` reads it.
import { decodePicture, largestPictureFile } from '../../data/decode-picture.ts';
import { fashionMnistForm } from '../../data/fashion-mnist-files.ts';
import { inversions, type PreparedPicture } from '../../data/picture.ts';
import { answering, badRequest, RequestFailure } from './failure.ts';

export class PictureReader {
  /** Decoded one after the other: a few large ones at once would fill the memory. */
  #before: Promise<unknown> = Promise.resolve();

  /** @returns a byte, 1 if it was inverted, then 28 × 28. @throws RequestFailure for what is too large or no picture */
  async read(request: Request, asked: string | undefined): Promise<Uint8Array<ArrayBuffer>> {
    const invert = inversions.find((each) => each === (asked ?? 'auto'));
    if (invert === undefined) throw badRequest(`invert is '${asked}'`, `ask for ${inversions.join(', ')}`);
    // Before it is its turn: one that is slow to arrive holds up no other.
    const bytes = await readBody(request);
    const options = { form: fashionMnistForm, invert };
    const own = this.#before.then(() => answering(422, () => decodePicture(bytes, 'the picture', options)));
    this.#before = own.catch(() => {});
    return encode(await own);
  }
}

function encode({ pixels, inverted }: PreparedPicture): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(inverted ? 1 : 0, ...pixels);
}

/** Told or not how long it is. */
async function readBody(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length')) > largestPictureFile) throw tooLarge();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of partsOf(request)) {
    length += part.length;
    if (length > largestPictureFile) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A page that goes away while it sends is no fault of this server. */
async function* partsOf({ body }: Request): AsyncGenerator<Uint8Array> {
  try {
    if (body !== null) yield* body;
  } catch {
    throw badRequest('the picture did not arrive as a whole', 'send it again');
  }
}

function tooLarge(): RequestFailure {
  const message = `the picture has more than ${largestPictureFile / 2 ** 20} MiB`;
  return new RequestFailure(
    413,
    { code: 'TOO_LARGE', message, hint: 'save it again, smaller' },
    { Connection: 'close' },
  );
}
