// `googlenet train`: Fashion-MNIST in, trained weights and their metrics out.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { SGD } from '../compile/optimizer.ts';
import type { ImageDataset } from '../data/dataset.ts';
import { DataLoader } from '../data/loader.ts';
import { readSafetensors, toFloat32 } from '../formats/safetensors.ts';
import { GoogLeNet } from '../models/googlenet.ts';
import { CrossEntropyLoss } from '../nn/index.ts';
import { printSummary, summarize } from '../summary/summary.ts';
import { Trainer } from '../training/trainer.ts';
import { cacheDirectory } from './cache-directory.ts';
import { defineCommand } from './command.ts';
import type { CommandContext, StopSignal } from './command-context.ts';
import { showDownload } from './download-progress.ts';
import { engineOption, onednnOption, resolveLibrary } from './engine-options.ts';
import { Forecast } from './forecast.ts';
import { languages, localeLanguage } from './language.ts';
import { LiveLine } from './live-line.ts';
import { choice, flag, number, path, wholeNumber } from './option-values.ts';
import { option } from './options.ts';
import { RunFolder } from './run-folder.ts';
import { isLive, observeEpochs, observeWithBar, observeWithLines } from './train-progress.ts';
import { trainTexts } from './train-texts.ts';
import { UsageError, type UsageProblem } from './usage-error.ts';

const atLeastOne = () => wholeNumber({ least: 1 });

const options = z
  .object({
    epochs: option('--epochs <count>', 'passes over the training images', atLeastOne().default(30)),
    batchSize: option('--batch-size <images>', 'images of a step', atLeastOne().default(128)),
    lr: option('--lr <rate>', 'learning rate', number({ least: 0 }).default(0.005)),
    momentum: option('--momentum <factor>', 'momentum of SGD', number({ least: 0, below: 1 }).default(0)),
    nesterov: option('--nesterov', 'look-ahead momentum (needs --momentum)', flag()),
    weightDecay: option('--weight-decay <factor>', 'L2 penalty', number({ least: 0 }).default(0)),
    seed: option('--seed <number>', 'of first weights and shuffling', wholeNumber({ least: 0 }).default(0)),
    imageSize: option('--image-size <pixels>', 'rows and columns that images get', atLeastOne().default(96)),
    engine: engineOption(),
    onednn: onednnOption(),
    threads: option('--threads <count>', 'threads that compute (default: all cores)', atLeastOne().optional()),
    limitTrain: option('--limit-train <images>', 'train on the first so many images only', atLeastOne().optional()),
    limitTest: option('--limit-test <images>', 'test on the first so many images only', atLeastOne().optional()),
    shuffle: option('--no-shuffle', 'keep the order of the dataset', z.boolean().default(true)),
    init: option('--init <file>', 'begin with the weights of a .safetensors file', path('a file').optional()),
    run: option(
      '--run <folder>',
      'where the results go (default: runs/googlenet-1, -2, …)',
      path('a folder').optional(),
    ),
    logEvery: option('--log-every <steps>', 'steps between two logged ones', atLeastOne().default(10)),
    lang: option(
      '--lang <language>',
      `${languages.join(' or ')} (default: the locale's)`,
      choice(languages).optional(),
    ),
    quiet: option('--quiet', 'print only the epoch lines and where the results are', flag()),
  })
  .refine(({ nesterov, momentum }) => !nesterov || momentum !== 0, {
    path: ['nesterov'],
    message: 'needs a momentum',
    params: { hint: 'add --momentum 0.9' },
    // Also where other options are wrong, so that all mistakes show at once.
    when: () => true,
  });

type TrainOptions = z.output<typeof options>;

export const trainCommand = defineCommand({
  name: 'train',
  description: 'Train GoogLeNet on Fashion-MNIST; writes metrics and weights into a run folder.',
  examples: [
    ['googlenet train', "the tutorial's 30 epochs"],
    ['googlenet train --epochs 1 --limit-train 2560 --limit-test 1000', 'a short try'],
    ['googlenet train --epochs 5 --lr 0.01 --momentum 0.9 --nesterov', 'fewer epochs, a faster optimizer'],
    ['googlenet train --init runs/googlenet-1/weights/last.safetensors', 'go on from earlier weights'],
    ['googlenet train --lang zh', "epoch lines as the tutorial's"],
  ],
  options,
  run: train,
});

async function train(options: TrainOptions, context: CommandContext): Promise<number> {
  const { stdout, env, workingDirectory } = context;
  const folder = new RunFolder(options.run, workingDirectory);
  requireUsable(folder, options, workingDirectory);
  const texts = trainTexts[options.lang ?? localeLanguage(env)];
  const line = new LiveLine(stdout);
  const live = isLive(stdout, env);

  const model = new GoogLeNet();
  if (options.init !== undefined) loadWeights(model, resolve(workingDirectory, options.init));
  if (!options.quiet) {
    stdout.write(`${printSummary(summarize(model, [1, 1, options.imageSize, options.imageSize]))}\n`);
  }
  const { trainSet, testSet } = await loadDatasets(options, context, showDownload(line, texts, { live }));
  const loader = { batchSize: options.batchSize, imageSize: options.imageSize, seed: options.seed };
  await using trainer = new Trainer({
    model,
    trainData: new DataLoader(trainSet, { ...loader, shuffle: options.shuffle }),
    testData: new DataLoader(testSet, { ...loader, shuffle: false }),
    loss: new CrossEntropyLoss(),
    optimizer: new SGD({
      learningRate: options.lr,
      momentum: options.momentum,
      nesterov: options.nesterov,
      weightDecay: options.weightDecay,
    }),
    engine: options.engine,
    seed: options.seed,
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(options.onednn === undefined ? {} : { onednn: resolveLibrary(options.onednn, workingDirectory) }),
  });

  const sizes = { trainImages: trainSet.count, testImages: testSet.count };
  const forecast = new Forecast(sizes);
  // Written before shown: what a person has read of is already on the disk.
  trainer.observe(folder.observe(model, options));
  trainer.observe((event) => {
    forecast.observe(event);
    if (event.kind !== 'start' || options.quiet) return;
    const engine = `${event.engine.name} ${event.engine.version}`;
    line.print(texts.plan({ ...event, ...sizes, engine, folder: folder.shownPath }));
    if (event.engine.advice !== undefined) line.print(event.engine.advice);
  });
  if (options.quiet) trainer.observe(observeEpochs(stdout, texts));
  else if (live) trainer.observe(observeWithBar(line, texts, forecast, { color: !env.NO_COLOR }));
  else trainer.observe(observeWithLines(stdout, texts, forecast, options));

  const { epochsDone, signal } = await trainUntilStopped(trainer, options.epochs, context, () =>
    line.print(texts.stopping),
  ).finally(() => line.clear());
  if (epochsDone < options.epochs) line.print(texts.stopped(epochsDone));
  line.print(texts.results(folder.shownPath, folder.files));
  return signal === undefined ? 0 : signalExitCodes[signal];
}

/** 128 and the signal's number, as shells have it. */
const signalExitCodes: { readonly [Signal in StopSignal]: number } = { SIGINT: 130, SIGTERM: 143 };

/** The first signal ends the training after the step that runs; a second one ends the process. */
async function trainUntilStopped(trainer: Trainer, epochs: number, context: CommandContext, onStop: () => void) {
  const stop = new AbortController();
  let signal: StopSignal | undefined;
  const removeListener = context.onStopSignal((received) => {
    if (signal !== undefined) {
      context.exit(signalExitCodes[received]);
      return;
    }
    signal = received;
    stop.abort();
    onStop();
  });
  try {
    const history = await trainer.train(epochs, { signal: stop.signal });
    return { epochsDone: history.length, signal };
  } finally {
    removeListener();
  }
}

/** @throws UsageError before anything that takes time */
function requireUsable({ problem }: RunFolder, { init }: TrainOptions, workingDirectory: string): void {
  const problems: UsageProblem[] = problem === undefined ? [] : [problem];
  if (init !== undefined && !existsSync(resolve(workingDirectory, init))) {
    const hint = 'give a .safetensors file, e.g. one of runs/*/weights';
    problems.push({ code: 'INVALID_OPTION', message: `--init is '${init}', which does not exist`, hint });
  }
  if (problems.length > 0) throw new UsageError(problems);
}

/** @throws FormatError for a file that is none; StateDictError for weights of another model */
function loadWeights(model: GoogLeNet, file: string): void {
  const tensors = [...readSafetensors(file).tensors].map(
    ([name, tensor]) => [name, { shape: tensor.shape, data: toFloat32(tensor, `${file}: ${name}`) }] as const,
  );
  model.loadStateDict(new Map(tensors));
}

async function loadDatasets(
  { limitTrain, limitTest }: TrainOptions,
  { env, loadDataset }: CommandContext,
  onProgress: ReturnType<typeof showDownload>,
): Promise<{ readonly trainSet: ImageDataset; readonly testSet: ImageDataset }> {
  const load = (split: 'train' | 'test', limit: number | undefined) =>
    loadDataset({ split, onProgress, ...cacheDirectory(env), ...(limit === undefined ? {} : { limit }) });
  // One after the other, so that the progress of one download shows at a time.
  return { trainSet: await load('train', limitTrain), testSet: await load('test', limitTest) };
}
