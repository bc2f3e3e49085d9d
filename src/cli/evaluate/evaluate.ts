// `googlenet evaluate`: how good trained weights are, in total and for each class.
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { imagesOf, type OpenedData, parts, shownClassNames } from '../../data/dataset-table.ts';
import { DataLoader } from '../../data/loader.ts';
import { classificationReport } from '../../evaluation/classification-report.ts';
import { predictDataset } from '../../evaluation/predict-dataset.ts';
import { renameClasses } from '../../evaluation/rename-classes.ts';
import type { Part } from '../../metrics/metric-table.ts';
import { models } from '../../models/model-table.ts';
import { evaluationFile, writeEvaluation } from '../../report/write-evaluation.ts';
import { openOtherData, openRunData } from '../../runs/open-run-data.ts';
import { defineCommand, type Invocation } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { dataHost, leftOutLines } from '../open-data.ts';
import {
  deviceOption,
  engineOption,
  onednnOption,
  openChosenEngine,
  precisionOption,
  threadsOption,
  uselessEngineOptions,
} from '../options/engine-options.ts';
import { languageOption } from '../options/language-option.ts';
import { capped, noteListener, warning } from '../options/notes.ts';
import { choice, flag, folder, wholeNumber } from '../options/option-values.ts';
import { option } from '../options/options.ts';
import { requireSizes } from '../options/size-checks.ts';
import { imageSizeOption, loadModel, weightsSourceArgument } from '../options/weights-source.ts';
import { localeLanguage } from '../terminal/language.ts';
import { LiveLine } from '../terminal/live-line.ts';
import { isLive } from '../train/train-progress.ts';
import { evaluateTexts, printClassTable } from './evaluate-texts.ts';

const atLeastOne = () => wholeNumber({ least: 1 });

const options = z.object({
  source: weightsSourceArgument(),
  split: option(
    '--split <name>',
    'images to evaluate on: test, train or val (default: test where there are any, else val)',
    choice(parts).optional(),
  ),
  data: option(
    '--data <folder>',
    'evaluate on another folder of pictures, with the same classes; of DIR/CLASS/*, on all of them',
    folder('a folder').optional(),
  ),
  limit: option(
    '--limit <images>',
    'evaluate on the first so many images (default: those of the run, its --limit-test included, else all)',
    atLeastOne().optional(),
  ),
  batchSize: option('--batch-size <images>', 'images of a step', atLeastOne().default(128)),
  imageSize: imageSizeOption(),
  testTimeAugmentation: option(
    '--test-time-augmentation',
    'predict the mirror image of each image too, and average their probabilities; written to a file of its own',
    flag(),
  ),
  engine: engineOption(),
  device: deviceOption(),
  onednn: onednnOption(),
  precision: precisionOption(),
  threads: threadsOption(),
  json: option('--json', 'print the evaluation as JSON', flag()),
  lang: languageOption(),
});

type EvaluateOptions = z.output<typeof options>;

export const evaluateCommand = defineCommand({
  name: 'evaluate',
  description: 'Test trained weights: accuracy, loss and the scores of each class.',
  examples: [
    ['googlenet evaluate runs/googlenet-1', 'also writes runs/googlenet-1/evaluation.json'],
    ['googlenet evaluate runs/googlenet-1 --limit 500', 'other images: writes evaluation-first-500.json there'],
    ['googlenet evaluate weights.safetensors --split train', 'a file, on the 60,000 training images'],
    [
      'googlenet evaluate runs/googlenet-1 --data elsewhere',
      'pictures of another folder: writes evaluation-on-elsewhere-train.json',
    ],
    ['googlenet evaluate runs/googlenet-1 --json', 'as data, with confusion matrix and worst mistakes'],
  ],
  options,
  notes: (options, { given }) => uselessEngineOptions(options, given),
  run: evaluate,
});

async function evaluate(options: EvaluateOptions, context: CommandContext, { given }: Invocation): Promise<number> {
  const { stdout, stderr, env, workingDirectory } = context;
  const { source, json, testTimeAugmentation } = options;
  const language = options.lang ?? localeLanguage(env);
  const texts = evaluateTexts[language];
  // Only JSON goes to the output that a program reads.
  const output = json ? stderr : stdout;
  const live = isLive(output, env);
  const line = new LiveLine(output);

  const onNote = noteListener(stderr, language);
  const weights = loadModel(source, { workingDirectory, imageSize: options.imageSize, onNote });
  const { task, model } = weights;
  const host = dataHost(context, { line, live, language, quiet: json, shownName: options.data });
  const { data, limits } =
    options.data === undefined
      ? await openRunData(task, weights.run, host)
      : await openOtherData(task, resolve(workingDirectory, options.data), host);
  for (const text of leftOutLines(data, language)) stderr.print(warning(text, language));
  const split = options.split ?? usualPart(data);
  const own = Math.min(limits[split] ?? Number.POSITIVE_INFINITY, imagesOf(data, split).most);
  const images = options.limit === undefined ? own : capped('--limit', options.limit, imagesOf(data, split), onNote);
  const batchSize = capped('--batch-size', options.batchSize, { most: images, of: 'the images' }, (text) => {
    if (given.has('batchSize')) onNote(text);
  });
  const [, imageSize] = task.input.shape;
  requireSizes(model, { imageShape: task.input.shape, batchSize, purpose: 'infer' });
  const dataset = await data.load(split, images);
  const engine = await openChosenEngine(options, context);
  try {
    if (!json) {
      const shownEngine = `${engine.name} ${engine.version}`;
      const { title } = models[task.model.name];
      const plan = {
        model: title,
        weights: weights.shown,
        engine: shownEngine,
        dataset: dataset.name,
        images: dataset.count,
      };
      line.print(texts.plan(plan));
    }
    const loader = new DataLoader(dataset, { batchSize, imageSize, normalization: task.input, shuffle: false });
    const predictions = await predictDataset(engine, model, loader, {
      mirrorToo: testTimeAugmentation,
      onBatch: (progress) => {
        if (live) line.show(texts.progress(progress));
      },
    }).finally(() => line.clear());
    const report = classificationReport(predictions);
    if (json) stdout.printJson(report);
    else {
      const shown = renameClasses(report, shownClassNames(task.data.name, report.classNames, language));
      stdout.print('', ...printClassTable(shown, texts.tableWords, stdout.terminalColumns), '', texts.result(report));
    }
    if (weights.run !== undefined && source !== undefined) {
      const evaluated = {
        images,
        imageSize,
        testTimeAugmentation,
        ...(options.data === undefined ? {} : { of: data.title }),
      };
      const file = evaluationFile(split, evaluated, { images: own, imageSize: weights.trainedSize });
      writeEvaluation(join(weights.run, file), report);
      if (!json) line.print(texts.written(join(source, file)));
    }
  } finally {
    await engine.close();
  }
  return 0;
}

function usualPart({ counts }: OpenedData): Part {
  if (counts.test !== undefined) return 'test';
  return counts.val === undefined ? 'train' : 'val';
}
