// What a run leaves to look at: the evaluation of its best weights, plots, and a page that shows it all. The end of a
// training makes it, and `googlenet report` at any time.
import { relative } from 'node:path';
import { z } from 'zod';
import type { ImageDataset } from '../../data/dataset.ts';
import { shownClassNames } from '../../data/dataset-table.ts';
import { DataLoader } from '../../data/loader.ts';
import { readJsonFile } from '../../runs/json-file.ts';
import { readMetrics } from '../../runs/read-metrics.ts';
import { readRunConfig } from '../../runs/run-config.ts';
import type { RunFolder } from '../../runs/run-folder.ts';
import { printSummary, summarize } from '../../summary/summary.ts';
import { type ChosenEngine, type EngineContext, openChosenEngine } from '../options/engine-options.ts';
import { requireSizes } from '../options/size-checks.ts';
import { loadModel } from '../options/weights-source.ts';
import { type ActivityOutput, showActivity } from '../terminal/activity.ts';
import type { Language } from '../terminal/language.ts';
import { reportTexts } from './report-texts.ts';

export interface TrainReportOptions {
  /** Options of the engine, and the run's `batchSize`. */
  readonly options: ChosenEngine & { readonly batchSize: number };
  /** The run's own; asked for when the weights are found. */
  readonly loadTestSet: () => Promise<ImageDataset>;
  readonly context: EngineContext;
  readonly language: Language;
  /** Where it is told how far the report is; undefined for nowhere. */
  readonly progress: ActivityOutput | undefined;
  /** Ends it before anything is written. */
  readonly signal: AbortSignal;
}

/** @returns the files, from the folder; undefined if it was ended */
export async function reportTraining(
  folder: RunFolder,
  options: TrainReportOptions,
): Promise<readonly string[] | undefined> {
  const { signal, progress } = options;
  try {
    return await makeReport(folder, options);
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  } finally {
    progress?.line.clear();
  }
}

async function makeReport(folder: RunFolder, report: TrainReportOptions): Promise<readonly string[]> {
  const { options, loadTestSet, context, language, progress, signal } = report;
  const texts = reportTexts[language];
  const say = (text: string) => showActivity(progress, text);
  say(texts.preparing);
  // Plots need packages that no other command loads.
  const { writeRunReport } = await import('../../report/write-run-report.ts');
  const { classificationReport } = await import('../../evaluation/classification-report.ts');
  const { predictDataset } = await import('../../evaluation/predict-dataset.ts');
  const { model, task, file } = loadModel(folder.path, context);
  const weights = relative(folder.path, file);
  const { batchSize } = options;
  const { shape: imageShape } = task.input;
  requireSizes(model, { imageShape, batchSize, purpose: 'infer' });
  const testSet = await loadTestSet();
  const [, imageSize] = imageShape;
  const loader = new DataLoader(testSet, { batchSize, imageSize, normalization: task.input, shuffle: false });
  say(texts.testing(weights, testSet.count));
  const engine = await openChosenEngine(options, context);
  const predictions = await predictDataset(engine, model, loader, {
    onBatch: (step) => {
      if (progress?.isLive) progress.line.show(texts.testingStep(step));
      signal.throwIfAborted();
    },
  }).finally(() => engine.close());
  signal.throwIfAborted();

  say(texts.drawing);
  const page = {
    ...readMetrics(folder),
    evaluation: classificationReport(predictions),
    shownClassNames: shownClassNames(task.data.name, testSet.classNames, language),
    dataset: testSet,
    configuration: readRunConfig(folder),
    environment: { evaluated: weights, ...readJsonFile(folder.environment, z.looseObject({})) },
    summary: printSummary(summarize(model, [1, ...imageShape])),
  };
  return writeRunReport(folder.path, page, { language });
}
