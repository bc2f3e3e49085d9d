// What tells what pictures show: trained weights on an engine, or an exported model. Both say what they are for.
import { extname, resolve } from 'node:path';
import { nodeHost } from '../../engines/onnxruntime/hosts/node-host.ts';
import { FormatError } from '../../errors/format-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { Predictor } from '../../evaluation/predictor.ts';
import { softmax } from '../../evaluation/softmax.ts';
import { likelyKind } from '../../formats/kind-of-file.ts';
import { readOnnxMetadata } from '../../formats/onnx/read-metadata.ts';
import { largestBinaryFile, readRegularFileSync } from '../../formats/regular-file.ts';
import { parseTask, type Task } from '../../tasks/task.ts';
import { type ChosenEngine, type EngineContext, openChosenEngine } from '../options/engine-options.ts';
import { requireFamily } from '../options/file-door.ts';
import { lookAt } from '../options/look-at.ts';
import type { NoteListener } from '../options/notes.ts';
import { requireSizes } from '../options/size-checks.ts';
import { invalidOption } from '../options/usage-error.ts';
import { loadModel, weightsSourceTerm } from '../options/weights-source.ts';

export interface Classifier extends AsyncDisposable {
  readonly task: Task;
  /** For people: where its weights are from. */
  readonly shown: string;
  /**
   * @param images [size, C, H, W], normalised
   * @returns the probabilities of each class, image by image; or the layer whose values are not finite
   */
  readonly classify: (images: Float32Array, size: number) => Promise<Classification>;
}

export type Classification =
  | { readonly probabilities: readonly (readonly number[])[] }
  | { readonly notFinite: string };

export interface ClassifierOptions extends ChosenEngine {
  readonly context: EngineContext;
  readonly imageSize?: number | undefined;
  /** Size of the largest batch. */
  readonly batchSize: number;
  readonly onNote: NoteListener;
}

/** @param source a run, a file of weights, or an exported model (.onnx); default: the weights of the package */
export function openClassifier(source: string | undefined, options: ClassifierOptions): Promise<Classifier> {
  if (source === undefined) return openTrained(source, options);
  const isCalledSo = extname(source).toLowerCase() === '.onnx';
  const isExported = isCalledSo || likelyKind(resolve(options.context.workingDirectory, source)).family === 'onnx';
  return isExported ? openExported(source, options) : openTrained(source, options);
}

async function openTrained(source: string | undefined, options: ClassifierOptions): Promise<Classifier> {
  const { context, batchSize, imageSize, onNote } = options;
  const { model, task, shown } = loadModel(source, { ...context, imageSize, onNote });
  const { shape: imageShape } = task.input;
  requireSizes(model, { imageShape, batchSize, purpose: 'infer' });
  const engine = await openChosenEngine(options, context);
  try {
    const predictor = await Predictor.open(engine, model, imageShape, batchSize);
    return {
      task,
      shown,
      classify: async (images, size) => {
        const { logits, notFinite } = await predictor.predict(images, size);
        if (notFinite !== undefined) return { notFinite };
        return { probabilities: rowsOf(logits, size).map((row) => softmax(row)) };
      },
      [Symbol.asyncDispose]: () => engine.close(),
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function openExported(
  source: string,
  { context: { workingDirectory }, threads, imageSize }: ClassifierOptions,
): Promise<Classifier> {
  const path = resolve(workingDirectory, source);
  const hint = 'give a run, a .safetensors file, or a model that googlenet export has written';
  const given = `${weightsSourceTerm} is '${source}'`;
  if (lookAt(path, given, hint) === undefined) throw invalidOption(`${given}, which does not exist`, hint);
  if (imageSize !== undefined) throw invalidOption('--image-size is for weights: an exported model has one size', hint);
  requireFamily(path, { shown: source, families: ['onnx'], expected: 'an exported model (.onnx)' });
  const bytes = readModel(path, source);
  const task = parseTask(readOnnxMetadata(bytes, source).get('task') ?? '');
  if (task === undefined) {
    throw new FormatError(`${source}: does not say what it is for: its metadata have no task that can be understood`, {
      hint: 'export it once more with this version of googlenet',
    });
  }
  const { runtime, sessionOptions } = await nodeHost(threads);
  const session = await runtime.InferenceSession.create(bytes, sessionOptions).catch((cause: unknown) => {
    throw new FormatError(`${source}: cannot be opened: ${reasonOf(cause).split('\n')[0]}`, { hint, cause });
  });
  const [output] = session.outputNames;
  return {
    task,
    shown: source,
    classify: async (images, size) => {
      const results = await session.run({
        [session.inputNames[0]]: new runtime.Tensor('float32', images, [size, ...task.input.shape]),
      });
      const rows = rowsOf(results[output].data as Float32Array, size);
      if (rows.some((row) => !row.every(Number.isFinite))) return { notFinite: output };
      return { probabilities: rows.map((row) => (output === 'probabilities' ? [...row] : softmax(row))) };
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}

function readModel(path: string, shown: string): Uint8Array {
  try {
    return readRegularFileSync(path, largestBinaryFile);
  } catch (cause) {
    throw new FormatError(`${shown}: cannot be read: ${reasonOf(cause)}`, { hint: 'give an exported model', cause });
  }
}

function rowsOf(values: Float32Array, size: number): readonly Float32Array[] {
  const length = values.length / size;
  return Array.from({ length: size }, (_, item) => values.subarray(item * length, (item + 1) * length));
}
