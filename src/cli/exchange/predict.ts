// `googlenet predict`: what a trained network takes pictures for.
import { resolve } from 'node:path';
import { z } from 'zod';
import type { ImageDataset } from '../../data/dataset.ts';
import { readPicture } from '../../data/decode-picture.ts';
import { fashionMnistClasses, fashionMnistForm } from '../../data/fashion-mnist/files.ts';
import { DataLoader } from '../../data/loader.ts';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { predictDataset } from '../../evaluation/predict-dataset.ts';
import { softmax } from '../../evaluation/softmax.ts';
import { inversions, type PreparedPicture } from '../../images/picture.ts';
import { GoogLeNet } from '../../models/googlenet.ts';
import { defineCommand, type Invocation } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import {
  engineOption,
  onednnOption,
  openChosenEngine,
  threadsOption,
  uselessEngineOptions,
} from '../options/engine-options.ts';
import { noteListener } from '../options/notes.ts';
import { choice, flag, path, paths, wholeNumber } from '../options/option-values.ts';
import { argument, option } from '../options/options.ts';
import { noteImageSize, requireSizes } from '../options/size-checks.ts';
import {
  imageSizeOption,
  loadWeightsFrom,
  weightsSourceMeaning,
  weightsSourceTerm,
} from '../options/weights-source.ts';
import { languages, localeLanguage } from '../terminal/language.ts';
import { exitFailure, reportError } from '../terminal/report-error.ts';
import { exchangeTexts } from './exchange-texts.ts';
import { type ClassProbability, printPrediction } from './print-prediction.ts';

const options = z.object({
  source: argument(weightsSourceTerm, weightsSourceMeaning, path('a run folder or a .safetensors file')),
  images: argument('IMAGE…', 'PNG, JPEG or WebP pictures of any size', paths('at least one picture')),
  invert: option(
    '--invert <auto|yes|no>',
    'exchange dark and light, since the network learned light things on black; auto: where the ground is light; alone: yes',
    choice(inversions).default('auto'),
    { alone: { value: 'yes', words: inversions } },
  ),
  top: option('--top <count>', 'classes to show', wholeNumber({ least: 1 }).default(5), {
    cap: () => ({ most: fashionMnistClasses.length, of: 'the classes that there are' }),
  }),
  json: option('--json', 'print JSON', flag()),
  imageSize: imageSizeOption(),
  engine: engineOption(),
  onednn: onednnOption(),
  threads: threadsOption(),
  lang: option('--lang <language>', `${languages.join(' or ')} (default: the locale's)`, choice(languages).optional()),
});

const largestBatch = 32;

type PredictOptions = z.output<typeof options>;

export const predictCommand = defineCommand({
  name: 'predict',
  description: 'Tell what pictures show: the classes of Fashion-MNIST with their probabilities.',
  examples: [
    ['googlenet predict runs/googlenet-1 boot.png', 'a light thing on a dark ground, as in the dataset'],
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
  const model = new GoogLeNet();
  const { shown: weights, ...trained } = loadWeightsFrom(options.source, workingDirectory, model);
  const imageSize = options.imageSize ?? trained.imageSize;
  requireSizes(model, { imageSize, batchSize: Math.min(largestBatch, options.images.length), purpose: 'infer' });
  if (given.has('imageSize')) noteImageSize(model, imageSize, noteListener(stderr));
  const { pictures, failures } = await readPictures(options, workingDirectory);
  const probabilities =
    pictures.length === 0 ? [] : await probabilitiesOf(pictures, imageSize, model, options, workingDirectory);
  const predictions = pictures.map(({ file, inverted }, index) => ({
    file,
    inverted,
    classes: rank(probabilities[index], options.top),
  }));

  if (options.json) {
    const errors = failures.map(({ file, error: { code, message } }) => ({ file, code, message }));
    stdout.printJson({ weights, predictions, errors });
  } else if (predictions.length > 0) {
    const texts = exchangeTexts[options.lang ?? localeLanguage(env)];
    stdout.print(texts.predictingWith(weights));
    for (const prediction of predictions) {
      const heading = `${prediction.file} · ${texts.inverted(prediction.inverted, options.invert)}`;
      stdout.print('', ...printPrediction(heading, prediction.classes));
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

async function readPictures({ images, invert }: PredictOptions, workingDirectory: string) {
  const pictures: Picture[] = [];
  const failures: Failure[] = [];
  for (const file of images) {
    try {
      const prepared = await readPicture(resolve(workingDirectory, file), file, { form: fashionMnistForm, invert });
      pictures.push({ file, ...prepared });
    } catch (error) {
      if (!(error instanceof GoogLeNetError)) throw error;
      failures.push({ file, error });
    }
  }
  return { pictures, failures };
}

async function probabilitiesOf(
  pictures: readonly Picture[],
  imageSize: number,
  model: GoogLeNet,
  options: PredictOptions,
  workingDirectory: string,
): Promise<readonly (readonly number[])[]> {
  const loader = new DataLoader(datasetOf(pictures), { batchSize: largestBatch, imageSize, shuffle: false });
  const engine = await openChosenEngine(options, workingDirectory);
  try {
    const { logits, classCount } = await predictDataset(engine, model, loader);
    return pictures.map((_, index) => softmax(logits.subarray(index * classCount, (index + 1) * classCount)));
  } finally {
    await engine.close();
  }
}

/** So that pictures go the way of training images. Their labels say nothing. */
function datasetOf(pictures: readonly Picture[]): ImageDataset {
  return {
    name: 'pictures',
    images: Buffer.concat(pictures.map(({ pixels }) => pixels)),
    labels: new Uint8Array(pictures.length),
    count: pictures.length,
    rows: fashionMnistForm.rows,
    columns: fashionMnistForm.columns,
    classNames: fashionMnistClasses,
    sha256: '',
  };
}

/** The most probable first; of equals, the first class. */
function rank(probabilities: readonly number[], count: number): readonly ClassProbability[] {
  return probabilities
    .map((probability, label) => ({ label, name: fashionMnistClasses[label], probability }))
    .sort((a, b) => b.probability - a.probability || a.label - b.label)
    .slice(0, count);
}
