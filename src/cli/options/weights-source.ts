// Where a command takes a trained network from: a run folder, or a safetensors file, which may be a checkpoint.
import { basename, extname, join, resolve } from 'node:path';
import type { FileFamily } from '../../formats/file-kind.ts';
import { likelyKind } from '../../formats/kind-of-file.ts';
import { largestSide } from '../../images/resize.ts';
import { packagedWeights } from '../../runs/packaged-weights.ts';
import { isThere } from '../../runs/reading.ts';
import { RunFolder } from '../../runs/run-folder.ts';
import { readTrainedModel, type TrainedModel } from '../../runs/run-weights.ts';
import { withImageSize } from '../../tasks/task.ts';
import { requireFamily } from './file-door.ts';
import { lookAt, statOf } from './look-at.ts';
import type { NoteListener } from './notes.ts';
import { path as pathValue, wholeNumber } from './option-values.ts';
import { argument, option } from './options.ts';
import { noteImageSize } from './size-checks.ts';
import { invalidOption } from './usage-error.ts';

export const weightsSourceTerm = 'RUN|FILE';
export const imageSizeOption = () =>
  option(
    '--image-size <pixels>',
    "rows and columns of the network's images (default: those that it was trained with)",
    wholeNumber({ least: 1, most: largestSide }).optional(),
  );
export const weightsSourceMeaning = 'a run folder (its best weights, else its last) or a .safetensors file';
/** For commands that do without. */
const packagedMeaning = 'default: the weights for Fashion-MNIST that come with this program';

/** The argument, which may be left out. @param meaning for the help @param what is expected, for errors */
export function weightsSourceArgument(meaning = weightsSourceMeaning, what = 'a run folder or a .safetensors file') {
  return argument(weightsSourceTerm, `${meaning} (${packagedMeaning})`, pathValue(what).optional());
}

/** Files of weights in a run folder; the first that exists is taken. */
const runFiles = [join('weights', 'best.safetensors'), join('weights', 'last.safetensors')];

interface WeightsFile {
  /** The file that the weights are from, absolute. */
  readonly file: string;
  /** The same for people: as it was given, or a path that goes on from that. */
  readonly shown: string;
  /** The run's folder, absolute; undefined for a file that was given by itself. */
  readonly run: string | undefined;
}

const ofPackage: WeightsFile = {
  file: packagedWeights,
  shown: `weights/${basename(packagedWeights)} of this program`,
  run: undefined,
};

export interface LoadedModel extends WeightsFile, TrainedModel {
  /** Rows and columns of the images that it was trained with; the task has those that are asked for now. */
  readonly trainedSize: number;
}

export interface LoadOptions {
  readonly workingDirectory: string;
  /** Another size than it was trained with. */
  readonly imageSize?: number | undefined;
  /** Called if images of that size leave layers nothing to work on. */
  readonly onNote?: NoteListener;
}

/**
 * Finds the weights and makes their network.
 * @param source a folder or a file, relative to the working directory or absolute; default: the weights of the package
 * @throws UsageError where there is no such thing; FormatError for a damaged file; StateDictError for another model's
 */
export function loadModel(
  source: string | undefined,
  { workingDirectory, imageSize, onNote }: LoadOptions,
): LoadedModel {
  const found = source === undefined ? ofPackage : findWeights(resolve(workingDirectory, source), source);
  const { file, shown, run } = found;
  const { task, model } = readTrainedModel(file, shown, run);
  const [, trainedSize] = task.input.shape;
  const asked = imageSize === undefined ? task : withImageSize(task, imageSize);
  if (imageSize !== undefined && onNote !== undefined) noteImageSize(model, asked.input.shape, onNote);
  return { ...found, task: asked, model, trainedSize };
}

/**
 * @param path absolute
 * @param source how it was typed
 * @param term where it was typed
 * @throws UsageError where there is no such thing; FormatError for a file of another kind
 */
export function findWeights(path: string, source: string, term = weightsSourceTerm): WeightsFile {
  const given = `${term} is '${source}'`;
  const otherSource = 'give a folder such as runs/googlenet-1, or a .safetensors file';
  const fail = (problem: string, hint: string): never => {
    throw invalidOption(`${given}, ${problem}`, hint);
  };
  const stat = lookAt(path, given, otherSource);
  if (stat === undefined) return fail('which does not exist', otherSource);
  if (!stat.isDirectory()) return weightsFile({ file: path, shown: source, run: undefined });
  const found = runFiles.find((file) => isThere(join(path, file)));
  if (found !== undefined) return weightsFile({ file: join(path, found), shown: join(source, found), run: path });
  return fail(
    `a folder without ${runFiles.join(' or ')}`,
    'give the folder of a run, whose weights are there after its first epoch',
  );
}

/** @throws FormatError where it is of another kind */
function weightsFile(found: WeightsFile): WeightsFile {
  requireFamily(found.file, { shown: found.shown, families: ['safetensors'], expected: 'a .safetensors file' });
  return found;
}

const families: readonly FileFamily[] = ['safetensors', 'torch', 'onnx'];
const endings = ['.safetensors', '.onnx', '.pt', '.pth'];

/**
 * Whether a word means a trained network, as against pictures: the folder of a run, and a file by what it is or, unless it is a
 * picture, by what it is called. What cannot be found and has no ending may be a run.
 */
export function isWeightsSource(word: string, workingDirectory: string): boolean {
  const path = resolve(workingDirectory, word);
  const ending = extname(word).toLowerCase();
  const isCalledSo = endings.includes(ending);
  const stats = statOf(path);
  if (stats === undefined) return isCalledSo || ending === '';
  if (stats.isDirectory()) return new RunFolder(path).holdsRun || runFiles.some((file) => isThere(join(path, file)));
  const { family } = likelyKind(path);
  return families.includes(family) || (isCalledSo && family !== 'picture');
}
