// A run's weights as an ONNX model for the playground, with what each block and each of its paths returns.
import { basename, dirname } from 'node:path';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { listBlocks } from '../../export/list-blocks.ts';
import { exportOnnx } from '../../export/onnx-model.ts';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { readTrainedModel, taskOfRun } from '../../runs/run-weights.ts';
import { createTaskModel } from '../../tasks/task.ts';
import type { RunModel, RunWeights } from '../protocol.ts';
import { answering, badRequest, failureOf, notFound, RequestFailure } from './failure.ts';
import { type FoundFile, findFileInside } from './inside-path.ts';
import { summariseWeights } from './weights-summary.ts';

const weightsNames = ['best', 'last'] as const;
/** Exported models that are kept, of some 24 MB each. */
const mostKept = 2;

export interface ModelExport {
  /** Another one whenever the weights are others. */
  readonly tag: string;
  readonly bytes: () => Uint8Array<ArrayBuffer>;
}

export class ModelExports {
  /** By file and tag, the last used at the end. */
  readonly #kept = new Map<string, Uint8Array<ArrayBuffer>>();

  /** @param weights `best` or `last`; undefined is the first that there is. @throws RequestFailure */
  async find(folder: string, weights: string | undefined): Promise<ModelExport> {
    const { file, shown, tag } = await findWeights(folder, weights);
    return { tag, bytes: () => this.#export(`${file.path} ${tag}`, folder, file.path, shown) };
  }

  /** What the page must know beside the model itself. @throws RequestFailure */
  async describe(folder: string, weights: string | undefined): Promise<RunModel> {
    const { name, file, tag } = await findWeights(folder, weights);
    const describe = () => {
      const task = taskOfRun(folder);
      const { input, classNames } = task;
      const blocks = listBlocks(createTaskModel(task), input.shape);
      return { weights: name, version: tag, input, classNames, bytes: file.size, blocks };
    };
    return answering(422, describe, folder);
  }

  /** @throws RequestFailure */
  async summary(folder: string, weights: string | undefined): Promise<RunWeights> {
    const { name, file, shown } = await findWeights(folder, weights);
    const summarise = () => summariseWeights(readTrainedModel(file.path, shown, folder).model.stateDict());
    return { weights: name, ...(await answering(422, summarise, folder)) };
  }

  #export(key: string, folder: string, file: string, shown: string): Uint8Array<ArrayBuffer> {
    const bytes = this.#kept.get(key) ?? encode(folder, file, shown);
    this.#kept.delete(key);
    this.#kept.set(key, bytes);
    if (this.#kept.size > mostKept) this.#kept.delete([...this.#kept.keys()][0]);
    return bytes;
  }
}

/** @param folder of the run; or a file of weights, which are its last */
async function findWeights(folder: string, weights: string | undefined) {
  const wanted = weightsNames.filter((name) => weights === undefined || name === weights);
  if (wanted.length === 0) throw badRequest(`weights is '${weights}'`, `ask for ${weightsNames.join(' or ')}`);
  const shown = basename(folder);
  const alone = await findFileInside(dirname(folder), encodeURIComponent(shown));
  if (alone !== undefined && wanted.includes('last')) return foundWeights('last', alone, shown);
  for (const name of wanted) {
    const shown = `weights/${name}.safetensors`;
    const file = await findFileInside(folder, shown);
    if (file !== undefined) return foundWeights(name, file, shown);
  }
  throw notFound('the run has no such weights yet: there are some after its first epoch');
}

function foundWeights(name: (typeof weightsNames)[number], file: FoundFile, shown: string) {
  return { name, file, shown, tag: `"${name}-${file.size}-${file.modified}"` };
}

function encode(folder: string, file: string, shown: string): Uint8Array<ArrayBuffer> {
  try {
    const { model, task } = readTrainedModel(file, shown, folder);
    const { shape: imageShape } = task.input;
    const activations = listBlocks(model, imageShape).flatMap(({ path, paths }) => [
      path,
      ...paths.map((each) => each.path),
    ]);
    // Types of TypeScript before 5.7, which the public function keeps to, do not say whose memory it is.
    return encodeOnnxModel(exportOnnx(model, { imageShape, activations })) as Uint8Array<ArrayBuffer>;
  } catch (error) {
    if (error instanceof GoogLeNetError) throw new RequestFailure(422, failureOf(error, folder));
    throw error;
  }
}
