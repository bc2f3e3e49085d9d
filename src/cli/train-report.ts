// What a finished training leaves to look at: the evaluation of its best weights, plots, and a page that shows it all.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { DataLoader } from '../data/loader.ts';
import { GoogLeNet } from '../models/googlenet.ts';
import { readMetrics } from '../runs/read-metrics.ts';
import { readRunConfig } from '../runs/run-config.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { openChosenEngine } from './engine-options.ts';
import type { Language } from './language.ts';
import type { TrainOptions } from './train-options.ts';
import type { TrainingDatasets } from './train-setup.ts';
import { loadWeightsFrom } from './weights-source.ts';

export interface TrainReportOptions {
  readonly options: TrainOptions;
  readonly datasets: TrainingDatasets;
  readonly workingDirectory: string;
  readonly language: Language;
}

/** @returns the files, from the folder */
export async function reportTraining(
  folder: RunFolder,
  { options, datasets: { testSet }, workingDirectory, language }: TrainReportOptions,
): Promise<readonly string[]> {
  // Plots need packages that no other command loads.
  const { writeRunReport } = await import('../report/write-run-report.ts');
  const { classificationReport } = await import('../evaluation/classification-report.ts');
  const { predictDataset } = await import('../evaluation/predict-dataset.ts');
  const model = new GoogLeNet();
  const { file } = loadWeightsFrom(folder.path, workingDirectory, model);
  const { batchSize, imageSize } = options;
  const loader = new DataLoader(testSet, { batchSize, imageSize, shuffle: false });
  const engine = await openChosenEngine(options, workingDirectory);
  const predictions = await predictDataset(engine, model, loader).finally(() => engine.close());
  const environment: object = JSON.parse(readFileSync(folder.environment, 'utf8'));
  const report = {
    ...readMetrics(folder),
    evaluation: classificationReport(predictions),
    dataset: testSet,
    configuration: readRunConfig(folder),
    environment: { evaluated: relative(folder.path, file), ...environment },
    summary: readFileSync(folder.summary, 'utf8'),
  };
  return writeRunReport(folder.path, report, { language });
}
