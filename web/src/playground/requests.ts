// What the playground asks the server for, and what it shows of a request that failed.
import type { Inversion, PreparedPicture } from '../../../src/images/picture.ts';
import type { DatasetFacts, Failure, RunModel } from '../../../src/studio/protocol.ts';
import { datasetShape, modelShape } from '../../../src/studio/protocol-shapes.ts';
import { RequestError, request, requestJson } from '../connection/request.ts';
import type { ByteImage } from './network-input.ts';

/** The server is not there: its code, for which the page has words in its language. */
export const notReached = 'NOT_REACHED';

export interface LabelledImage extends ByteImage {
  readonly index: number;
  readonly label: number;
}

export async function fetchRunModel(run: string, weights: string | null, signal: AbortSignal): Promise<RunModel> {
  return requestJson(`${addressOf(run)}/model${weightsQuery(weights)}`, modelShape, { signal });
}

export async function fetchDataset(run: string, signal: AbortSignal): Promise<DatasetFacts> {
  return requestJson(`${addressOf(run)}/dataset`, datasetShape, { signal });
}

/** Labels of all images that the run is tested on. */
export async function fetchLabels(run: string, signal: AbortSignal): Promise<Uint32Array> {
  const bytes = await (await request(`${addressOf(run)}/labels`, { signal })).arrayBuffer();
  if (bytes.byteLength % labelBytes !== 0) throw new Error(`the server sent ${bytes.byteLength} bytes of labels`);
  const view = new DataView(bytes);
  return Uint32Array.from({ length: bytes.byteLength / labelBytes }, (_, index) =>
    view.getUint32(labelBytes * index, true),
  );
}

const labelBytes = 4;

/** Bytes of images asked for in one request, unless a single image has more. */
const wantedBytes = 2 ** 22;

/** @param facts of the dataset, which say how large an image is */
export async function fetchImages(
  run: string,
  indices: readonly number[],
  facts: DatasetFacts,
  signal: AbortSignal,
): Promise<readonly LabelledImage[]> {
  const portion = Math.max(1, Math.floor(wantedBytes / (facts.channels * facts.rows * facts.columns)));
  const images: LabelledImage[] = [];
  for (let begin = 0; begin < indices.length; begin += portion) {
    images.push(...(await fetchPortion(run, indices.slice(begin, begin + portion), facts, signal)));
  }
  return images;
}

async function fetchPortion(
  run: string,
  indices: readonly number[],
  { channels, rows, columns }: DatasetFacts,
  signal: AbortSignal,
): Promise<readonly LabelledImage[]> {
  const query = new URLSearchParams(indices.map((index) => ['index', String(index)]));
  const bytes = new Uint8Array(await (await request(`${addressOf(run)}/images?${query}`, { signal })).arrayBuffer());
  const length = labelBytes + channels * rows * columns;
  const expected = indices.length * length;
  const view = new DataView(bytes.buffer);
  if (bytes.length !== expected) throw new Error(`the server sent ${bytes.length} bytes of images, not ${expected}`);
  return indices.map((index, item) => {
    const begin = item * length;
    const pixels = bytes.subarray(begin + labelBytes, begin + length);
    return { index, label: view.getUint32(begin, true), channels, rows, columns, pixels };
  });
}

export async function readPictureOnServer(
  run: string,
  file: Blob,
  invert: Inversion,
  signal: AbortSignal,
): Promise<PreparedPicture> {
  const answer = await request(`${addressOf(run)}/picture?invert=${invert}`, { method: 'POST', body: file, signal });
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
  const answer = await request(`${addressOf(run)}/model.onnx${weightsQuery(weights)}`, { signal });
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

function addressOf(run: string): string {
  return `/api/runs/${encodeURIComponent(run)}`;
}

function weightsQuery(weights: string | null): string {
  return weights === null ? '' : `?weights=${encodeURIComponent(weights)}`;
}
