// What the playground asks the server for, and what it shows of a request that failed.
import type { Inversion, PreparedPicture } from '../../../src/images/picture.ts';
import type { DatasetFacts, Failure, RunModel } from '../../../src/studio/protocol.ts';
import { datasetShape, modelShape } from '../../../src/studio/protocol-shapes.ts';
import { RequestError, request, requestJson } from '../connection/request.ts';

/** The server is not there: its code, for which the page has words in its language. */
export const notReached = 'NOT_REACHED';

export interface LabelledImage {
  readonly index: number;
  readonly label: number;
  /** [channels, rows, columns] */
  readonly pixels: Uint8Array;
}

export async function fetchRunModel(run: string, weights: string | null, signal: AbortSignal): Promise<RunModel> {
  const url = `/api/runs/${encodeURIComponent(run)}/model${weightsQuery(weights)}`;
  return requestJson(url, modelShape, { signal });
}

export async function fetchDataset(signal: AbortSignal): Promise<DatasetFacts> {
  return requestJson('/api/dataset', datasetShape, { signal });
}

const labelBytes = 4;

/** @param imageBytes channels × rows × columns of an image */
export async function fetchImages(
  indices: readonly number[],
  imageBytes: number,
  signal: AbortSignal,
): Promise<readonly LabelledImage[]> {
  const query = new URLSearchParams(indices.map((index) => ['index', String(index)]));
  const bytes = new Uint8Array(await (await request(`/api/images?${query}`, { signal })).arrayBuffer());
  const length = labelBytes + imageBytes;
  const expected = indices.length * length;
  const view = new DataView(bytes.buffer);
  if (bytes.length !== expected) throw new Error(`the server sent ${bytes.length} bytes of images, not ${expected}`);
  return indices.map((index, item) => {
    const begin = item * length;
    return { index, label: view.getUint32(begin, true), pixels: bytes.subarray(begin + labelBytes, begin + length) };
  });
}

export async function readPictureOnServer(
  file: Blob,
  invert: Inversion,
  signal: AbortSignal,
): Promise<PreparedPicture> {
  const answer = await request(`/api/picture?invert=${invert}`, { method: 'POST', body: file, signal });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { inverted: bytes[0] === 1, pixels: bytes.subarray(1) };
}

/** @param onProgress told of the bytes so far and, where it is known, of all */
export async function fetchOnnx(
  run: string,
  weights: string,
  {
    onProgress,
    signal,
  }: { readonly onProgress: (loaded: number, total: number) => void; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const answer = await request(`/api/runs/${encodeURIComponent(run)}/model.onnx${weightsQuery(weights)}`, { signal });
  const total = Number(answer.headers.get('Content-Length') ?? 0);
  const pieces: Uint8Array[] = [];
  let loaded = 0;
  const reader = answer.body?.getReader();
  for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read()) {
    pieces.push(read.value);
    loaded += read.value.length;
    onProgress(loaded, total);
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** As a failure to show; undefined where the page itself ended the request. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof DOMException && error.name === 'AbortError') return undefined;
  if (error instanceof RequestError) return error.failure;
  // What fetch throws when no answer came, or came only in part.
  if (error instanceof TypeError) return { code: notReached, message: error.message };
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) };
}

function weightsQuery(weights: string | null): string {
  return weights === null ? '' : `?weights=${encodeURIComponent(weights)}`;
}
