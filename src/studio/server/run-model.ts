// The weights of a run as what the playground computes with: an ONNX model that hands out its blocks, and what it needs
// to know of it.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fashionMnistClasses } from '../../data/fashion-mnist-files.ts';
import { listBlocks } from '../../export/list-blocks.ts';
import { exportOnnx } from '../../export/onnx-model.ts';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { decodeSafetensors, type SafetensorsFile, toFloat32 } from '../../formats/safetensors.ts';
import { GoogLeNet } from '../../models/googlenet.ts';
import { readRunConfig } from '../../runs/run-config.ts';
import { RunFolder } from '../../runs/run-folder.ts';
import type { RunModel } from '../protocol.ts';
import { answering, RequestFailure } from './failure.ts';
import { type FoundFile, findFileInside } from './inside-path.ts';

/** As for predictions of weights without a configuration. */
const usualImageSize = 96;
/** Damaged files are the run's fault, not the request's and not the server's. */
const damaged = 422;

/** @param weights as asked for: `best` or `last`, the best where nothing is said */
export async function answerRunModel(id: string, folder: string, weights: string | undefined): Promise<Response> {
  const { file, kind } = await findWeights(id, folder, weights);
  const imageSize = await answering(damaged, () => imageSizeOf(folder));
  const model: RunModel = {
    weights: kind,
    version: versionOf(file),
    imageSize,
    classNames: fashionMnistClasses,
    bytes: file.size,
    blocks: listBlocks(new GoogLeNet(), [1, imageSize, imageSize]),
  };
  return Response.json(model, { headers: { 'Cache-Control': 'no-store' } });
}

/** The model itself. A page that has it already, by its ETag, is told so. */
export async function answerOnnx(
  id: string,
  folder: string,
  weights: string | undefined,
  knownTag: string | undefined,
): Promise<Response> {
  const { file, kind } = await findWeights(id, folder, weights);
  const headers = { ETag: `"${versionOf(file)}"`, 'Cache-Control': 'no-cache' };
  if (knownTag === headers.ETag) return new Response(null, { status: 304, headers });
  const bytes = await answering(damaged, async () =>
    encodeRunModel(folder, decodeSafetensors(await readFile(file.path), `weights/${kind}.safetensors`)),
  );
  return new Response(bytes, {
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes.length), ...headers },
  });
}

function encodeRunModel(folder: string, { tensors }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const model = new GoogLeNet();
  model.loadStateDict(
    new Map(
      [...tensors].map(([name, tensor]) => [name, { shape: tensor.shape, data: toFloat32(tensor, name) }] as const),
    ),
  );
  const imageSize = imageSizeOf(folder);
  const imageShape = [1, imageSize, imageSize];
  const activations = listBlocks(model, imageShape).flatMap(({ path, paths }) => [
    path,
    ...paths.map((one) => one.path),
  ]);
  return encodeOnnxModel(exportOnnx(model, { imageShape, activations }));
}

async function findWeights(id: string, folder: string, asked: string | undefined) {
  if (asked !== undefined && asked !== 'best' && asked !== 'last') {
    const message = `weights is '${asked}', expected best or last`;
    throw new RequestFailure(400, { code: 'INVALID_REQUEST', message });
  }
  for (const kind of asked === undefined ? (['best', 'last'] as const) : ([asked] as const)) {
    const file = await findFileInside(folder, `weights/${kind}.safetensors`);
    if (file !== undefined) return { file, kind } as const;
  }
  throw new RequestFailure(404, {
    code: 'WEIGHTS_NOT_FOUND',
    message: `run '${id}' has no ${asked === undefined ? '' : `${asked} `}weights`,
    hint: 'they are there after its first epoch',
  });
}

/** Weights that were imported have no configuration beside them. @throws RunFolderError for a damaged one */
function imageSizeOf(path: string): number {
  const folder = new RunFolder(path);
  if (!existsSync(folder.config)) return usualImageSize;
  const imageSize = readRunConfig(folder).options.imageSize?.value;
  return typeof imageSize === 'number' ? imageSize : usualImageSize;
}

function versionOf({ size, modified }: FoundFile): string {
  return `${modified}-${size}`;
}
