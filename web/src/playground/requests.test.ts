import { afterEach, describe, expect, it, vi } from 'vitest';
import { RequestError } from '../connection/request.ts';
import { failureOf, fetchImages, fetchOnnx, readPictureOnServer } from './requests.ts';

const signal = new AbortController().signal;
const asked: [string, RequestInit][] = [];
function serve(answer: () => Response): void {
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push([url, init]);
    return answer();
  });
}
afterEach(() => {
  vi.unstubAllGlobals();
  asked.length = 0;
});

describe('requests', () => {
  it('take test images apart', async () => {
    serve(() => new Response(Uint8Array.of(7, 0, 0, 0, 1, 2, 3, 4, 9, 0, 0, 0, 5, 6, 7, 8)));
    const images = await fetchImages([3, 40], 4, signal);
    expect(asked[0][0]).toBe('/api/images?index=3&index=40');
    expect(images.map(({ index, label, pixels }) => [index, label, [...pixels]])).toEqual([
      [3, 7, [1, 2, 3, 4]],
      [40, 9, [5, 6, 7, 8]],
    ]);
  });

  it('tell of the bytes of a model as they come', async () => {
    const pieces = [Uint8Array.of(1, 2), Uint8Array.of(3), Uint8Array.of(4, 5, 6)];
    const body = new ReadableStream({
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    });
    serve(() => new Response(body, { headers: { 'Content-Length': '6' } }));
    const progress: (readonly number[])[] = [];
    const onProgress = (...both: [number, number]) => progress.push(both);
    const bytes = await fetchOnnx('a/b', 'best', { onProgress, signal });
    expect(asked[0][0]).toBe('/api/runs/a%2Fb/model.onnx?weights=best');
    expect([...bytes]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(progress).toEqual([
      [2, 6],
      [3, 6],
      [6, 6],
    ]);
  });

  it('send a photo as it is', async () => {
    serve(() => new Response(Uint8Array.of(1, ...new Uint8Array(784))));
    const file = new Blob(['photo']);
    expect(await readPictureOnServer(file, 'auto', signal)).toEqual({ inverted: true, pixels: new Uint8Array(784) });
    expect(asked[0]).toEqual(['/api/picture?invert=auto', { method: 'POST', body: file, signal }]);
  });

  it('throw what the server says', async () => {
    const failure = { code: 'INVALID_DATA', message: 'no picture', hint: 'give one' };
    serve(() => Response.json(failure, { status: 422 }));
    const error = await readPictureOnServer(new Blob(), 'no', signal).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RequestError);
    expect(failureOf(error)).toEqual(failure);
    serve(() => new Response('gateway', { status: 502, statusText: 'Bad Gateway' }));
    const other = await readPictureOnServer(new Blob(), 'no', signal).catch((caught: unknown) => caught);
    expect(failureOf(other)).toEqual({ code: 'UNEXPECTED', message: '502 Bad Gateway' });
  });
});

it('failureOf knows what the page ended itself, and a server that is gone', () => {
  expect(failureOf(new DOMException('', 'AbortError'))).toBeUndefined();
  expect(failureOf(new TypeError('Failed to fetch'))?.code).toBe('NOT_REACHED');
  expect(failureOf(new Error('other'))).toEqual({ code: 'UNEXPECTED', message: 'other' });
});
