// `googlenet train`: Fashion-MNIST in, trained weights and their metrics out; or a run that goes on where it was.
import { join, resolve } from 'node:path';
import type { ImageDataset } from '../../data/dataset.ts';
import { dataTitle, loadJudged, type OpenedData } from '../../data/dataset-table.ts';
import { writeFileList } from '../../data/image-folder/file-list.ts';
import type { NetworkInput } from '../../images/image-form.ts';
import { models } from '../../models/model-table.ts';
import { FoundRun } from '../../runs/found-run.ts';
import { isThere } from '../../runs/reading.ts';
import { makeNumberedFolder, RunFolder } from '../../runs/run-folder.ts';
import { TrainingRun, type TrainingRunOptions } from '../../runs/training-run.ts';
import { writing } from '../../runs/writing.ts';
import { printSummary, summarize } from '../../summary/summary.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../training/checkpoint.ts';
import type { Trainer } from '../../training/trainer.ts';
import { defineCommand, type Invocation } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { describeEnvironment } from '../environment.ts';
import { dataHost } from '../open-data.ts';
import { noOptionsFile, readOptionsFile } from '../options/config-file.ts';
import { openChosenEngine } from '../options/engine-options.ts';
import { noteListener, warning } from '../options/notes.ts';
import { longName } from '../options/options.ts';
import { reportTexts } from '../report/report-texts.ts';
import { reportTraining } from '../report/train-report.ts';
import { fitsTerminal, summaryFor, summaryStyleOf } from '../summary.ts';
import { type ActivityOutput, showActivity } from '../terminal/activity.ts';
import { type Language, localeLanguage } from '../terminal/language.ts';
import { LiveLine } from '../terminal/live-line.ts';
import { type StopSignal, signalExitCodes } from '../terminal/stop-signals.ts';
import { readVersion } from '../version.ts';
import { Forecast, type ForecastSizes } from './forecast.ts';
import { configOf, languageOfRun, requireUnchanged } from './train-config.ts';
import { printFolder } from './train-folder.ts';
import { loadInit } from './train-init.ts';
import { dataChoiceOf, normalizationOf } from './train-input.ts';
import { ofRunAlone, type TrainOptions, type TypedTrainOptions, trainOptions } from './train-options.ts';
import { planRun } from './train-plan.ts';
import { prepareTraining } from './train-prepare.ts';
import { isLive, observeEpochs, observeWithBar, observeWithLines } from './train-progress.ts';
import { createTrainer, heldOutOf, loadDatasets } from './train-setup.ts';
import { directoryToShow, startStudio } from './train-studio.ts';
import { openTrainTeam, type TrainTeam } from './train-team.ts';
import { type TrainingPlan, type TrainTexts, trainTexts } from './train-texts.ts';
import { trainUntilStopped, untilStopped } from './train-until-stopped.ts';

export const trainCommand = defineCommand({
  name: 'train',
  description:
    'Train a network on Fashion-MNIST or on pictures of your own; writes metrics, weights and checkpoints into a run folder.',
  examples: [
    ['googlenet train', "the tutorial's 30 epochs"],
    ['googlenet train --data photos', 'pictures of your own, in a folder for each class'],
    [
      'googlenet train --data photos --init runs/googlenet-1 --freeze "model.[0-7].*"',
      'what another run learned, and a new head',
    ],
    ['googlenet train --epochs 1 --limit-train 2560 --limit-test 1000', 'a short try'],
    ['googlenet train --epochs 5 --lr 0.01 --momentum 0.9 --nesterov', 'fewer epochs, a faster optimizer'],
    ['googlenet train --epochs 10 --lr 0.05 --momentum 0.9 --schedule one-cycle', 'a rate that rises and falls'],
    ['googlenet train --optimizer adamw --no-bias-decay', 'a rate of its own for each weight'],
    ['googlenet train --batch-size 32 --accumulate 4', 'steps of 128 images in the memory of 32'],
    ['mpirun -n 4 googlenet train', 'four processes that share each batch'],
    ['googlenet train --resume runs/googlenet-1', 'go on with a run that was stopped or died'],
    ['googlenet train --resume runs/googlenet-1 --epochs 40', 'and further than it was to go'],
    ['googlenet train --config runs/googlenet-1/config.json', 'an earlier run once more, as it was'],
    ['googlenet train --init runs/googlenet-1/weights/last.safetensors', 'a new run from earlier weights'],
    ['googlenet train --studio', 'with a page to watch it in the browser'],
    ['googlenet train --lang zh', "epoch lines as the tutorial's"],
  ],
  options: trainOptions,
  outlivesItsOutput: true,
  optionsFile: (given, { workingDirectory }) => {
    const name = given.get('config');
    if (typeof name !== 'string') return noOptionsFile;
    return readOptionsFile(name, { schema: trainOptions, workingDirectory, foreign: ['config'], ofRunAlone });
  },
  savedLanguage: (given, { workingDirectory }) => {
    const folder = given.get('resume');
    return typeof folder === 'string' ? languageOfRun(new RunFolder(resolve(workingDirectory, folder))) : undefined;
  },
  run: train,
});

async function train(typed: TypedTrainOptions, context: CommandContext, invocation: Invocation): Promise<number> {
  const language = typed.lang ?? localeLanguage(context.env);
  const debug = invocation.argv.includes('--debug');
  const team = await openTrainTeam(typed, context, { debug, language });
  return team.run(() => trainInTeam(typed, team, invocation));
}

async function trainInTeam(typed: TypedTrainOptions, team: TrainTeam, invocation: Invocation): Promise<number> {
  const { context } = team;
  const { stdout, stderr, env, workingDirectory } = context;
  await team.requireAlike(shownOptions(typed));
  let folder: RunFolder | undefined;
  const plan = await team.fromFirst(() => {
    const { folder: ofRun, ...planned } = planRun(typed, invocation, workingDirectory);
    folder = ofRun;
    return planned;
  });
  const { before, epochsChange } = plan;
  const language = plan.options.lang ?? localeLanguage(env);
  const texts = trainTexts[language];
  using line = new LiveLine(stdout);
  const live = isLive(stdout, env);
  const progress = plan.options.quiet ? undefined : { line, isLive: live };
  const say = (text: string) => showActivity(progress, text);
  const warn = (text: string) => {
    line.clear();
    stderr.print(warning(text, language));
  };
  const print = (text: string) => line.print(text);
  const note = noteListener(stderr, language);
  const onNote = (text: string) => {
    line.clear();
    note(text);
  };
  const { quiet, cacheLimit } = plan.options;
  const host = dataHost(context, { line, live, language, quiet, cacheLimit, shownName: typed.data });
  const onData = (opened: OpenedData) => {
    printFolder(opened, {
      isNew: before === undefined,
      shown: typed.data ?? opened.title,
      language,
      quiet,
      print,
      warn,
    });
  };
  say(texts.openingData(typed.data ?? dataTitle(dataChoiceOf(plan.options))));
  const preparation = { host, onNote, onData, processes: team.size };
  const { options, data, task, model } = await team.oncePerHost(() => prepareTraining(plan, invocation, preparation));
  const runOptions = (input: NetworkInput): TrainingRunOptions => ({
    config: configOf(options, { ...invocation, task: { ...task, input }, before }),
    heldOut: heldOutOf(data),
    logEvery: options.logEvery,
    saveBest: options.saveBest,
    ...(options.checkpointEvery === 'epoch' ? {} : { checkpointEvery: options.checkpointEvery }),
    onWarning: warn,
  });
  // A resumed run is held before anything is read of it. Folders are made and changed when nothing can be refused any more.
  using found =
    before !== undefined && folder !== undefined ? FoundRun.open(folder, { force: typed.force }) : undefined;
  if (found?.takenFrom !== undefined) warn(texts.takenOver(found.takenFrom));
  if (found?.checkpoint !== undefined) requireUnchanged(found.checkpoint, options);
  const checkpoint = await checkpointOfTeam(team, found?.checkpoint);
  const epochsBefore = checkpoint?.state.history.length ?? 0;
  if (before !== undefined && epochsBefore === options.epochs) {
    await team.close();
    if (found === undefined) return 0;
    using run = TrainingRun.resume(found, runOptions(task.input));
    const { position } = checkpoint?.state ?? {};
    if (position !== undefined && position.step > 0) warn(texts.leftUnderWay(position));
    if (found.state?.status !== 'done' || !isThere(found.folder.report)) {
      line.print(reportTexts[language].lacking(epochsBefore));
      const loadTestSet = () => loadJudged(data, options.limitTest);
      try {
        return await finishWithReport(run, { options, context, language, line, progress, loadTestSet });
      } catch (error) {
        run.fail(error);
        throw error;
      }
    }
    run.end();
    line.print(texts.nothingLeft(epochsBefore));
    return 0;
  }

  // Weights come from rank 0.
  if (options.init !== undefined && checkpoint === undefined && team.isFirst) {
    const drawn = loadInit(model, options.init, { ...options, workingDirectory });
    if (drawn.length > 0) onNote(texts.newHead(drawn));
  }
  const summary = summarize(model, [1, ...task.input.shape]);
  say(texts.readingImages);
  const datasets = await team.oncePerHost(() => loadDatasets(options, data));
  const input =
    before === undefined ? { ...task.input, ...normalizationOf(options.normalize, datasets.trainSet) } : task.input;
  const resumeFrom = checkpoint?.state;
  say(texts.openingEngine);
  const threads = options.threads ?? team.threads(resumeFrom?.facts);
  await using engine = await openChosenEngine({ ...options, threads }, context, resumeFrom?.facts);
  await using trainer = createTrainer(options, {
    model,
    heldOut: heldOutOf(data),
    input,
    datasets,
    engine,
    resumeFrom,
    group: team.group,
  });
  say(texts.compiling);
  await trainer.open();
  const epochsLeft = options.epochs - epochsBefore;
  if (!team.isFirst) {
    await trainUntilStopped(trainer, epochsLeft, context, () => {});
    return 0;
  }
  const { trainSet, heldOutSet } = datasets;
  const facts = { ...invocation, workingDirectory, engine, datasets: [trainSet, heldOutSet], group: team.group };
  const environment = describeEnvironment(found?.folder.environment, facts);

  using run =
    found === undefined
      ? TrainingRun.begin(
          folder ?? makeNumberedFolder(join(workingDirectory, 'runs'), task.model.name),
          runOptions(input),
        )
      : TrainingRun.resume(found, runOptions(input));
  try {
    run.describe(environment, printSummary(summary));
    const { list } = data;
    if (list !== undefined) writing(run.folder.files, () => writeFileList(run.folder.files, list));
    // Written before shown: what a person has read of is already on the disk.
    run.record(trainer, model);
    // Here nothing can be refused any more, so that no error stands behind so many lines.
    if (before === undefined && !options.quiet) {
      line.clear();
      const shown = summaryFor(stdout, summary, summaryStyleOf[language]);
      // Where even that is too wide, the plan says the network's name and size, and `googlenet summary` prints the rest.
      if (fitsTerminal(shown, stdout)) stdout.printBlock(`${shown}\n`);
    }
    const shownFolder = run.folder.shownFrom(workingDirectory);
    using _studio = options.studio
      ? startStudio(run.folder, context, {
          language,
          onOpen: (url) => line.print(texts.studio(url)),
          onWarning: (reason) => warn(texts.noStudio(reason)),
        })
      : undefined;
    const sizes = { trainImages: trainSet.count, heldOutImages: heldOutSet.count };
    const names = { model: models[task.model.name].title, dataset: data.title, heldOut: heldOutOf(data) };
    if (epochsChange !== undefined) warn(texts.otherEpochs(epochsChange));
    trainer.observe((event) => {
      if (event.kind !== 'start') return;
      for (const change of event.changes) warn(texts.changed(change));
      if (event.engine.threads > team.cores) warn(texts.manyThreads(event.engine.threads, team.cores));
    });
    showProgress(trainer, { options, team, texts, line, progress, sizes, names, shownFolder });

    const { outcome, signal } = await trainUntilStopped(trainer, epochsLeft, context, () =>
      line.print(texts.stopping),
    ).finally(() => line.clear());
    // What is left, rank 0 does alone.
    if (outcome !== 'stopped') await team.close();
    const epochsDone = trainer.position.epoch - 1;
    if (outcome === 'stopped') line.print(texts.stopped(epochsDone, shownFolder, context.program));
    if (outcome === 'stoppedEarly') line.print(texts.stoppedEarly(epochsDone));
    let exitCode = 0;
    if (outcome === 'stopped') {
      line.print(texts.results(shownFolder, run.folder.results));
      if (signal !== undefined) exitCode = signalExitCodes[signal];
    } else {
      const loadTestSet = () => loadJudged(data, options.limitTest);
      const finish = { options, context, language, line, progress, loadTestSet };
      exitCode = await finishWithReport(run, { ...finish, stoppedBy: signal });
    }
    if (options.studio) {
      const shown = new RunFolder(directoryToShow(run.folder)).shownFrom(workingDirectory);
      line.print(texts.studioAgain(shown, context.program));
    }
    return exitCode;
  } catch (error) {
    run.fail(error);
    throw error;
  }
}

interface FinishOptions {
  readonly options: TrainOptions & { readonly stepImages: number };
  readonly context: CommandContext;
  readonly language: Language;
  readonly line: LiveLine;
  /** Where it is told what is being done; undefined for nowhere. */
  readonly progress: ActivityOutput | undefined;
  readonly loadTestSet: () => Promise<ImageDataset>;
  /** A signal that came too late to stop the training. */
  readonly stoppedBy?: StopSignal | undefined;
}

/** Makes the report of a training that is done, and records that now all of the run is. @returns the exit code */
async function finishWithReport(
  run: TrainingRun,
  { options, context, language, line, progress, loadTestSet, stoppedBy }: FinishOptions,
): Promise<number> {
  const { workingDirectory } = context;
  const texts = reportTexts[language];
  const shownFolder = run.folder.shownFrom(workingDirectory);
  const { result: files, signal = stoppedBy } =
    stoppedBy === undefined
      ? await untilStopped(
          context,
          () => line.print(texts.stopping),
          (stop) => {
            const sizes = { ...options, batchSize: options.stepImages };
            const report = { options: sizes, loadTestSet, context, language, progress, signal: stop };
            return reportTraining(run.folder, report);
          },
        )
      : {};
  if (files === undefined) {
    run.end('stopped');
    line.print(texts.trainedOnly(shownFolder, context.program));
  } else run.end();
  line.print(trainTexts[language].results(shownFolder, [...run.folder.results, ...(files ?? []).slice(-1)]));
  return files === undefined && signal !== undefined ? signalExitCodes[signal] : 0;
}

/** What must be the same on every rank. */
function shownOptions(typed: TypedTrainOptions): Readonly<Record<string, string>> {
  const options = Object.entries(typed).filter(([, value]) => value !== undefined);
  const shown = options.map(([key, value]) => [longName(trainOptions, key), String(value)]);
  return { 'the version of googlenet': readVersion(), ...Object.fromEntries(shown) };
}

/** The newest checkpoint, which only rank 0 has found. */
async function checkpointOfTeam(team: TrainTeam, found: Checkpoint | undefined): Promise<Checkpoint | undefined> {
  if (team.size === 1) return found;
  const bytes = await team.bytesFromFirst(found === undefined ? undefined : encodeCheckpoint(found));
  return bytes === undefined ? undefined : (found ?? decodeCheckpoint(bytes, 'the checkpoint of rank 0'));
}

interface ProgressOptions {
  readonly options: TrainOptions;
  readonly team: TrainTeam;
  readonly texts: TrainTexts;
  readonly line: LiveLine;
  readonly progress: ActivityOutput | undefined;
  readonly sizes: ForecastSizes;
  readonly names: Pick<TrainingPlan, 'model' | 'dataset' | 'heldOut'>;
  readonly shownFolder: string;
}

function showProgress(
  trainer: Trainer,
  { options, team, texts, line, progress, sizes, names, shownFolder }: ProgressOptions,
): void {
  const { stdout, env } = team.context;
  const { group } = team;
  const forecast = new Forecast(sizes);
  trainer.observe((event) => {
    forecast.observe(event);
    if (event.kind !== 'start' || options.quiet) return;
    const { name, version, precision } = event.engine;
    const engine = [`${name} ${version}`, ...(precision === 'float32' ? [] : [precision])].join(' ');
    line.print(texts.plan({ ...event, ...sizes, ...names, engine, group, folder: shownFolder }));
    if (event.engine.advice !== undefined) line.print(texts.advice(event.engine.advice));
    if (event.position.epoch > 1 || event.position.step > 0) line.print(texts.resumed(event.position));
    showActivity(progress, texts.firstStep);
  });
  if (options.quiet) trainer.observe(observeEpochs(stdout, texts));
  else if (isLive(stdout, env)) trainer.observe(observeWithBar(line, texts, forecast, { color: !env.NO_COLOR, group }));
  else trainer.observe(observeWithLines(stdout, texts, forecast, { ...options, group }));
  trainer.observe((event) => {
    // In place after every epoch, as a line behind the last one alone.
    if (event.kind === 'epoch' && (progress?.isLive || event.epoch === event.epochs)) {
      showActivity(progress, texts.saving);
    }
  });
}
