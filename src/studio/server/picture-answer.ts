// A photo that somebody drops on the page, as `googlenet predict` reads it.
import { decodePicture, largestPictureFile } from '../../data/decode-picture.ts';
import { answering, badRequest, RequestFailure } from './failure.ts';

export class PictureReader {
  /** Decoded one after the other: a few large ones at once would fill the memory. */
  #before: Promise<unknown> = Promise.resolve();

  /** @returns [28, 28] bytes. @throws RequestFailure for what is too large or no picture */
  async read(request: Request, { invert }: { readonly invert: boolean }): Promise<Uint8Array> {
    // Before it is its turn: one that is slow to arrive holds up no other.
    const bytes = await readBody(request);
    const own = this.#before.then(() => answering(422, () => decodePicture(bytes, 'the picture', { invert })));
    this.#before = own.catch(() => {});
    return own;
  }
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
