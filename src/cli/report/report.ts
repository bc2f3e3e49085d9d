// `googlenet report`: the evaluation, plots and page of a run, however it stands: done, stopped, interrupted or diverged.

import { resolve } from 'node:path';
import { z } from 'zod';
import { imagesOf, loadJudged } from '../../data/dataset-table.ts';
import { openRunData } from '../../runs/open-run-data.ts';
import { readMetrics } from '../../runs/read-metrics.ts';
import { isThere } from '../../runs/reading.ts';
import { recordReport } from '../../runs/record-report.ts';
import { configValues, readRunConfig } from '../../runs/run-config.ts';
import { RunFolder } from '../../runs/run-folder.ts';
import { type RunState, readRunState } from '../../runs/run-state.ts';
import { taskOfRun } from '../../runs/run-weights.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { dataHost } from '../open-data.ts';
import {
  deviceOption,
  engineOption,
  onednnOption,
  threadsOption,
  uselessEngineOptions,
} from '../options/engine-options.ts';
import { noRun } from '../options/file-door.ts';
import { languageOption } from '../options/language-option.ts';
import { folder } from '../options/option-values.ts';
import { argument } from '../options/options.ts';
import { localeLanguage } from '../terminal/language.ts';
import { LiveLine } from '../terminal/live-line.ts';
import { signalExitCodes } from '../terminal/stop-signals.ts';
import { stepImages } from '../train/train-notes.ts';
import { isLive } from '../train/train-progress.ts';
import { trainTexts } from '../train/train-texts.ts';
import { untilStopped } from '../train/train-until-stopped.ts';
import { reportTexts } from './report-texts.ts';
import { reportTraining } from './train-report.ts';

const options = z.object({
  run: argument('RUN', 'the folder of a run', folder('a run folder')),
  engine: engineOption(),
  device: deviceOption(),
  onednn: onednnOption(),
  threads: threadsOption(),
  lang: languageOption(),
});

type ReportOptions = z.output<typeof options>;

export const reportCommand = defineCommand({
  name: 'report',
  description: 'Make the evaluation, plots and report.html of a run at any time, as a training does at its end.',
  examples: [
    ['googlenet report runs/googlenet-1', 'also of a run that was stopped, died or is being trained'],
    ['googlenet report runs/googlenet-1 --lang zh', 'the page in Chinese'],
  ],
  options,
  notes: (options, { given }) => uselessEngineOptions(options, given),
  run: report,
});

async function report(options: ReportOptions, context: CommandContext): Promise<number> {
  const { stdout, env, workingDirectory } = context;
  const language = options.lang ?? localeLanguage(env);
  const texts = reportTexts[language];
  const folder = findRun(options.run, workingDirectory);
  const line = new LiveLine(stdout);
  const progress = { line, isLive: isLive(stdout, env) };
  const host = dataHost(context, { line, live: progress.isLive, language });
  const { data, limits } = await openRunData(taskOfRun(folder.path), folder.path, host);
  const { batchSize } = configValues(readRunConfig(folder));
  const trained = Math.min(limits.train ?? Number.POSITIVE_INFINITY, imagesOf(data, 'train').most);
  const work = {
    options: {
      ...options,
      batchSize: stepImages(
        { batchSize: typeof batchSize === 'number' ? batchSize : usualBatchSize, limitTrain: trained },
        data,
      ),
    },
    loadTestSet: () => loadJudged(data, limits.test),
    context,
    language,
    progress,
  };
  const { result: files, signal } = await untilStopped(
    context,
    () => line.print(texts.stopping),
    async (stop) => {
      // A training that ended meanwhile has made a report of its own, in whose place this one, of less, may now be.
      for (;;) {
        const before = stateOf(folder);
        if (before?.status === 'running') line.print(texts.stillTraining(readMetrics(folder).epochs.length));
        const made = await reportTraining(folder, { ...work, signal: stop });
        if (made === undefined || before?.updated === stateOf(folder)?.updated) return made;
        line.print(texts.again);
      }
    },
  );
  const shownFolder = folder.shownFrom(workingDirectory);
  if (files === undefined) {
    line.print(texts.stopped(shownFolder, context.program));
    return signal === undefined ? 0 : signalExitCodes[signal];
  }
  recordReport(folder);
  line.print(
    trainTexts[language].results(
      shownFolder,
      files.filter((file) => !file.startsWith('plots')),
    ),
  );
  return 0;
}

/** The tutorial's. */
const usualBatchSize = 128;

/** @throws UsageError for a folder that holds no run */
function findRun(run: string, workingDirectory: string): RunFolder {
  const folder = new RunFolder(resolve(workingDirectory, run));
  if (isThere(folder.config)) return folder;
  const hint = 'give the folder of a run that googlenet train has made; for weights alone, see googlenet evaluate';
  throw noRun(folder.path, { given: `RUN is '${run}'`, shown: run, hint });
}

/** Undefined where there is none. @throws RunFolderError for one that was damaged */
function stateOf(folder: RunFolder): RunState | undefined {
  return isThere(folder.state) ? readRunState(folder) : undefined;
}
