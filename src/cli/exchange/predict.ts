// `googlenet predict`: what a trained network takes pictures for.
import { resolve } from 'node:path';
import { z } from 'zod';
import { shownClassNames } from '../../data/dataset-table.ts';
import { readPicture } from '../../data/decode-picture.ts';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { NotFiniteError } from '../../errors/not-finite-error.ts';
import { createFile } from '../../formats/atomic-file.ts';
import { writingFile } from '../../formats/writing-file.ts';
import { sizeOf } from '../../graph/shape.ts';
import { inversions, type PreparedPicture } from '../../images/picture.ts';
import { listFormats } from '../../images/picture-formats.ts';
import { ImagePreparer } from '../../images/prepare-images.ts';
import type { Task } from '../../tasks/task.ts';
import { defineCommand, type Invocation } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import {
  deviceOption,
  engineOption,
  onednnOption,
  precisionOption,
  threadsOption,
  uselessEngineOptions,
} from '../options/engine-options.ts';
import { languageOption } from '../options/language-option.ts';
import { capped, noteListener } from '../options/notes.ts';
import { choice, flag, path, paths, wholeNumber } from '../options/option-values.ts';
import { argument, option } from '../options/options.ts';
import { invalidOption } from '../options/usage-error.ts';
import {
  imageSizeOption,
  isWeightsSource,
  weightsSourceArgument,
  weightsSourceMeaning,
} from '../options/weights-source.ts';
import { bar } from '../terminal/bar.ts';
import { localeLanguage } from '../terminal/language.ts';
import { LiveLine } from '../terminal/live-line.ts';
import { exitFailure, reportError } from '../terminal/report-error.ts';
import { type Classifier, openClassifier } from './classifier.ts';
import { exchangeTexts } from './exchange-texts.ts';
import { isPattern } from './expand-pattern.ts';
import { listPictures } from './list-pictures.ts';
import { requireNew } from './output-file.ts';
import { csvHeading, csvLine } from './predictions-csv.ts';
import { type ClassProbability, printPrediction } from './print-prediction.ts';

const options = z
  .object({
    source: weightsSourceArgument(
      `${weightsSourceMeaning}, or an exported .onnx file`,
      'a run folder, a .safetensors or an .onnx file',
    ),
    images: argument(
      'IMAGE…',
      `${listFormats(', ', ' or ')} pictures of any size, folders of them, or patterns such as 'photos/**/*.jpg'`,
      paths('pictures', { least: 0 }),
    ),
    invert: option(
      '--invert <auto|yes|no>',
      'exchange dark and light; auto: where the ground is light and the network learned things on black; alone: yes',
      choice(inversions).default('auto'),
      { alone: { value: 'yes', words: inversions } },
    ),
    top: option('--top <count>', 'classes to show', wholeNumber({ least: 1 }).default(5)),
    json: option('--json', 'print JSON', flag()),
    csv: option(
      '--csv <file>',
      'write a new CSV file: file, class, probability, and more classes with --top',
      path('a file').optional(),
    ),
    imageSize: imageSizeOption(),
    engine: engineOption(),
    device: deviceOption(),
    onednn: onednnOption(),
    precision: precisionOption(),
    threads: threadsOption(),
    lang: languageOption(),
  })
  .refine(({ source }) => source !== undefined, {
    path: ['images'],
    message: 'is missing, expected at least one picture',
    params: { hint: 'googlenet predict photo.jpg' },
    when: () => true,
  });

const largestBatch = 32;

type PredictOptions = z.output<typeof options>;

export const predictCommand = defineCommand({
  name: 'predict',
  description: 'Tell what pictures show: the classes that the network knows, with their probabilities.',
  examples: [
    ['googlenet predict boot.jpg', 'with the weights that come with this program'],
    ['googlenet predict runs/googlenet-1 boot.png', 'a light thing on a dark ground, as in Fashion-MNIST'],
    ['googlenet predict runs/googlenet-1 shop/*.jpg', 'dark things on white, as in a catalogue: inverted'],
    ['googlenet predict runs/googlenet-1 boot.png --invert no', 'as it is, whatever its ground looks like'],
    ['googlenet predict weights.safetensors boot.png --top 1 --json', 'as data'],
    ['googlenet predict runs/googlenet-1 photos --csv photos.csv', 'all pictures in a folder, as a table'],
    ['googlenet predict googlenet.onnx boot.png', 'with an exported model'],
  ],
  options,
  notes: (options, { given }) => uselessEngineOptions(options, given),
  run: predict,
});

/** The first word may mean a network; else it is a picture like the others. */
function divideWords(
  { source, images }: PredictOptions,
  workingDirectory: string,
): { readonly source: string | undefined; readonly images: readonly string[] } {
  const words = source === undefined ? images : [source, ...images];
  const isWord = source !== undefined && !isPattern(source, workingDirectory);
  const isSource = isWord && isWeightsSource(source, workingDirectory);
  if (!isSource) return { source: undefined, images: words };
  if (images.length > 0) return { source, images };
  throw invalidOption('IMAGE… is missing, expected at least one picture', `give one behind ${source}`);
}

interface Prediction {
  readonly file: string;
  readonly inverted: boolean;
  readonly classes: readonly ClassProbability[];
}

interface Failure {
  readonly file: string;
  readonly error: GoogLeNetError;
}

/** A picture that could not be read does not keep the others from being predicted. */
async function predict(options: PredictOptions, context: CommandContext, { given }: Invocation): Promise<number> {
  const { stdout, stderr, env, program, workingDirectory } = context;
  const language = options.lang ?? localeLanguage(env);
  const texts = exchangeTexts[language];
  const onNote = noteListener(stderr, language);
  const table = options.csv === undefined ? undefined : requireNew(options.csv, workingDirectory, '--csv');
  const { source, images } = divideWords(options, workingDirectory);
  const files = listPictures(images, workingDirectory);
  const batchSize = Math.max(1, Math.min(largestBatch, files.length));
  await using classifier = await openClassifier(source, { ...options, context, batchSize, onNote });
  const { task, shown: weights } = classifier;
  const cap = { most: task.classNames.length, of: 'the classes that there are' };
  const usualTop = table === undefined || given.has('top') ? options.top : 1;
  const top = capped('--top', usualTop, cap, given.has('top') ? onNote : () => {});

  // Tables and JSON are for programs, and keep the names that the network has.
  const names = shownClassNames(task.data.name, task.classNames, language);
  const failures: Failure[] = [];
  const predictions: Prediction[] = [];
  const lines = [csvHeading(top)];
  const line = new LiveLine(stderr);
  let done = 0;
  let isFirst = true;
  const tells = task.input.form.ground === 'black' || options.invert !== 'auto';
  for await (const part of predictAll(files, classifier, { ...options, top, batchSize, workingDirectory, failures })) {
    for (const prediction of part) {
      const { file, inverted, classes } = prediction;
      if (table !== undefined) lines.push(csvLine(file, classes));
      else if (options.json) predictions.push(prediction);
      else {
        if (isFirst) stdout.print(texts.predictingWith(weights));
        isFirst = false;
        const heading = tells ? `${file} · ${texts.inverted(inverted, options.invert)}` : file;
        const shown = classes.map(({ label, probability }) => ({ name: names[label] ?? String(label), probability }));
        stdout.print('', ...printPrediction(heading, shown, stdout.columns));
      }
    }
    done = Math.min(done + batchSize, files.length);
    if (table !== undefined && stderr.isTTY) line.show(`${bar(done / files.length)} ${done}/${files.length}`);
  }
  line.clear();
  for (const { error } of failures) reportError(error, stderr, { program, language });
  if (options.json) {
    const errors = failures.map(({ file, error: { code, message } }) => ({ file, code, message }));
    stdout.printJson({ weights, predictions, errors });
  }
  if (table !== undefined) {
    writingFile(table, () => createFile(table, [Buffer.from(lines.join(''))]));
    stdout.print(texts.predicted(lines.length - 1, options.csv ?? ''));
  }
  return failures.length === 0 ? 0 : exitFailure;
}

interface PredictionOptions extends PredictOptions {
  readonly batchSize: number;
  readonly workingDirectory: string;
  /** Gets what cannot be read. */
  readonly failures: Failure[];
}

/** Batch by batch, so that a folder of any size takes the memory of one. Pictures go the way of training images. */
async function* predictAll(
  files: readonly string[],
  classifier: Classifier,
  { batchSize, top, invert, workingDirectory, failures }: PredictionOptions,
): AsyncGenerator<readonly Prediction[]> {
  const { input, classNames }: Task = classifier.task;
  const preparer = new ImagePreparer({ ...input.form, imageSize: input.shape[1], normalization: input });
  const length = sizeOf(input.shape);
  const batch = new Float32Array(batchSize * length);
  for (let begin = 0; begin < files.length; begin += batchSize) {
    const pictures: (PreparedPicture & { readonly file: string })[] = [];
    for (const file of files.slice(begin, begin + batchSize)) {
      try {
        const prepared = await readPicture(resolve(workingDirectory, file), file, { form: input.form, invert });
        preparer.prepareInto(prepared.pixels, 0, batch, pictures.length);
        pictures.push({ file, ...prepared });
      } catch (error) {
        if (!(error instanceof GoogLeNetError)) throw error;
        failures.push({ file, error });
      }
    }
    if (pictures.length === 0) continue;
    const result = await classifier.classify(batch.subarray(0, pictures.length * length), pictures.length);
    if ('notFinite' in result) throw notFinite(pictures, result.notFinite);
    yield pictures.map(({ file, inverted }, item) => {
      return { file, inverted, classes: rank(result.probabilities[item], classNames, top) };
    });
  }
}

function notFinite([{ file }, ...more]: readonly { readonly file: string }[], layer: string): NotFiniteError {
  const which = more.length === 0 ? file : `${file} and ${more.length} more`;
  return new NotFiniteError(`${which}: nothing can be predicted, the values of ${layer} are not finite`, {
    hint: 'the weights are too large: use those of a training that did not diverge',
  });
}

/** The most probable first; of equals, the first class. */
function rank(
  probabilities: readonly number[],
  classNames: readonly string[],
  count: number,
): readonly ClassProbability[] {
  return probabilities
    .map((probability, label) => ({ label, name: classNames[label] ?? String(label), probability }))
    .sort((a, b) => b.probability - a.probability || a.label - b.label)
    .slice(0, count);
}
