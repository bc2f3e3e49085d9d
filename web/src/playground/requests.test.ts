import { afterEach, describe, expect, it, vi } from 'vitest';
import { RequestError } from '../connection/request.ts';
import { failureOf, fetchImages, fetchOnnx, readPictureOnServer } from './requests.ts';

const facts = { name: 'small', count: 99, channels: 1, rows: 2, columns: 2, classNames: [] };
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
    const images = await fetchImages('a', [3, 40], facts, signal);
    expect(asked[0][0]).toBe('/api/runs/a/images?index=3&index=40');
    expect(images.map(({ index, label, pixels }) => [index, label, [...pixels]])).toEqual([
      [3, 7, [1, 2, 3, 4]],
      [40, 9, [5, 6, 7, 8]],
    ]);
  });

  it('ask for few large images at once', async () => {
    const large = { ...facts, channels: 3, rows: 1000, columns: 1000 };
    serve(() => new Response(new Uint8Array(4 + 3e6)));
    expect(await fetchImages('a', [1, 2], large, signal)).toMatchObject([{ index: 1, channels: 3 }, { index: 2 }]);
    expect(asked.map(([url]) => url)).toEqual(['/api/runs/a/images?index=1', '/api/runs/a/images?index=2']);
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
    expect(await readPictureOnServer('a', file, 'auto', signal)).toEqual({
      inverted: true,
      pixels: new Uint8Array(784),
    });
    expect(asked[0]).toEqual(['/api/runs/a/picture?invert=auto', { method: 'POST', body: file, signal }]);
  });

  it('throw what the server says', async () => {
    const failure = { code: 'INVALID_DATA', message: 'no picture', hint: 'give one' };
    serve(() => Response.json(failure, { status: 422 }));
    const error = await readPictureOnServer('a', new Blob(), 'no', signal).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RequestError);
    expect(failureOf(error)).toEqual(failure);
    serve(() => new Response('gateway', { status: 502, statusText: 'Bad Gateway' }));
    const other = await readPictureOnServer('a', new Blob(), 'no', signal).catch((caught: unknown) => caught);
    expect(failureOf(other)).toEqual({ code: 'UNEXPECTED', message: '502 Bad Gateway' });
  });
});

it('failureOf knows what the page ended itself, and a server that is gone', () => {
  expect(failureOf(new DOMException('', 'AbortError'))).toBeUndefined();
  expect(failureOf(new TypeError('Failed to fetch'))?.code).toBe('NOT_REACHED');
  expect(failureOf(new Error('other'))).toEqual({ code: 'UNEXPECTED', message: 'other' });
});
