// `googlenet predict`: what a trained network takes pictures for.
import { resolve } from 'node:path';
import { z } from 'zod';
import { readPicture } from '../../data/decode-picture.ts';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { NotFiniteError } from '../../errors/not-finite-error.ts';
import { Predictor } from '../../evaluation/predictor.ts';
import { softmax } from '../../evaluation/softmax.ts';
import { sizeOf } from '../../graph/shape.ts';
import { inversions, type PreparedPicture } from '../../images/picture.ts';
import { ImagePreparer } from '../../images/prepare-images.ts';
import type { Task } from '../../tasks/task.ts';
import { defineCommand, type Invocation } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import {
  engineOption,
  onednnOption,
  openChosenEngine,
  threadsOption,
  uselessEngineOptions,
} from '../options/engine-options.ts';
import { languageOption } from '../options/language-option.ts';
import { capped, noteListener } from '../options/notes.ts';
import { choice, flag, path, paths, wholeNumber } from '../options/option-values.ts';
import { argument, option } from '../options/options.ts';
import { requireSizes } from '../options/size-checks.ts';
import {
  imageSizeOption,
  type LoadedModel,
  loadModel,
  weightsSourceMeaning,
  weightsSourceTerm,
} from '../options/weights-source.ts';
import { localeLanguage } from '../terminal/language.ts';
import { exitFailure, reportError } from '../terminal/report-error.ts';
import { exchangeTexts } from './exchange-texts.ts';
import { type ClassProbability, printPrediction } from './print-prediction.ts';

const options = z.object({
  source: argument(weightsSourceTerm, weightsSourceMeaning, path('a run folder or a .safetensors file')),
  images: argument('IMAGE…', 'PNG, JPEG, WebP, GIF, AVIF or TIFF pictures of any size', paths('at least one picture')),
  invert: option(
    '--invert <auto|yes|no>',
    'exchange dark and light; auto: where the ground is light and the network learned things on black; alone: yes',
    choice(inversions).default('auto'),
    { alone: { value: 'yes', words: inversions } },
  ),
  top: option('--top <count>', 'classes to show', wholeNumber({ least: 1 }).default(5)),
  json: option('--json', 'print JSON', flag()),
  imageSize: imageSizeOption(),
  engine: engineOption(),
  onednn: onednnOption(),
  threads: threadsOption(),
  lang: languageOption(),
});

const largestBatch = 32;

type PredictOptions = z.output<typeof options>;

export const predictCommand = defineCommand({
  name: 'predict',
  description: 'Tell what pictures show: the classes that the network knows, with their probabilities.',
  examples: [
    ['googlenet predict runs/googlenet-1 boot.png', 'a light thing on a dark ground, as in Fashion-MNIST'],
    ['googlenet predict runs/googlenet-1 shop/*.jpg', 'dark things on white, as in a catalogue: inverted'],
    ['googlenet predict runs/googlenet-1 boot.png --invert no', 'as it is, whatever its ground looks like'],
    ['googlenet predict weights.safetensors boot.png --top 1 --json', 'as data'],
  ],
  options,
  notes: (options, { given }) => uselessEngineOptions(options, given),
  run: predict,
});

/** A picture that could not be read does not keep the others from being predicted. */
async function predict(options: PredictOptions, context: CommandContext, { given }: Invocation): Promise<number> {
  const { stdout, stderr, env, workingDirectory } = context;
  const onNote = noteListener(stderr);
  const trained = loadModel(options.source, { workingDirectory, imageSize: options.imageSize, onNote });
  const { shown: weights, task, model } = trained;
  const { shape: imageShape } = task.input;
  requireSizes(model, { imageShape, batchSize: Math.min(largestBatch, options.images.length), purpose: 'infer' });
  const cap = { most: task.classNames.length, of: 'the classes that there are' };
  const top = capped('--top', options.top, cap, given.has('top') ? onNote : () => {});
  const { pictures, failures } = await readPictures(options, task, workingDirectory);
  const probabilities =
    pictures.length === 0 ? [] : await probabilitiesOf(pictures, trained, options, workingDirectory);
  const predictions = pictures.map(({ file, inverted }, index) => ({
    file,
    inverted,
    classes: rank(probabilities[index], task.classNames, top),
  }));

  if (options.json) {
    const errors = failures.map(({ file, error: { code, message } }) => ({ file, code, message }));
    stdout.printJson({ weights, predictions, errors });
  } else if (predictions.length > 0) {
    const texts = exchangeTexts[options.lang ?? localeLanguage(env)];
    const tells = task.input.form.ground === 'black' || options.invert !== 'auto';
    stdout.print(texts.predictingWith(weights));
    for (const { file, inverted, classes } of predictions) {
      const heading = tells ? `${file} · ${texts.inverted(inverted, options.invert)}` : file;
      stdout.print('', ...printPrediction(heading, classes));
    }
  }
  for (const { error } of failures) reportError(error, stderr, { debug: false });
  return failures.length === 0 ? 0 : exitFailure;
}

interface Picture extends PreparedPicture {
  readonly file: string;
}

interface Failure {
  readonly file: string;
  readonly error: GoogLeNetError;
}

async function readPictures({ images, invert }: PredictOptions, { input: { form } }: Task, workingDirectory: string) {
  const pictures: Picture[] = [];
  const failures: Failure[] = [];
  for (const file of images) {
    try {
      const prepared = await readPicture(resolve(workingDirectory, file), file, { form, invert });
      pictures.push({ file, ...prepared });
    } catch (error) {
      if (!(error instanceof GoogLeNetError)) throw error;
      failures.push({ file, error });
    }
  }
  return { pictures, failures };
}

/** Pictures go the way of training images. */
async function probabilitiesOf(
  pictures: readonly Picture[],
  { model, task: { input } }: LoadedModel,
  options: PredictOptions,
  workingDirectory: string,
): Promise<readonly (readonly number[])[]> {
  const { form, shape } = input;
  const preparer = new ImagePreparer({ ...form, imageSize: shape[1], normalization: input });
  const length = sizeOf(shape);
  const batch = new Float32Array(Math.min(largestBatch, pictures.length) * length);
  const engine = await openChosenEngine(options, workingDirectory);
  try {
    await using predictor = await Predictor.open(engine, model, shape, batch.length / length);
    const { classCount } = predictor;
    const probabilities: (readonly number[])[] = [];
    for (let begin = 0; begin < pictures.length; begin += largestBatch) {
      const part = pictures.slice(begin, begin + largestBatch);
      for (const [item, { pixels }] of part.entries()) preparer.prepareInto(pixels, 0, batch, item);
      const result = await predictor.predict(batch.subarray(0, part.length * length), part.length);
      if (result.notFinite !== undefined) throw notFinite(part, result.notFinite);
      for (const item of part.keys()) {
        probabilities.push(softmax(result.logits.subarray(item * classCount, (item + 1) * classCount)));
      }
    }
    return probabilities;
  } finally {
    await engine.close();
  }
}

function notFinite([{ file }, ...more]: readonly Picture[], layer: string): NotFiniteError {
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
