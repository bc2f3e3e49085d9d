// What the folder of a run tells of it: nothing of the record is typed by hand.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readMetrics } from '../../dist/runs/read-metrics.js';
import { isThere } from '../../dist/runs/reading.js';
import { configValues, readRunConfig } from '../../dist/runs/run-config.js';
import { RunFolder } from '../../dist/runs/run-folder.js';
import { readRunState } from '../../dist/runs/run-state.js';
import { costOf, titleOf } from './cost.mjs';

/** @returns `{ name, missing }` with the reason, where the run is not there or not at its end */
export function readRunFacts(name, path) {
  const folder = new RunFolder(resolve(path));
  if (!folder.holdsRun) return { name, missing: 'not begun' };
  const config = readRunConfig(folder);
  const settings = configValues(config);
  const { steps, epochs } = isThere(folder.metrics) ? readMetrics(folder) : { steps: [], epochs: [] };
  const state = isThere(folder.state) ? readRunState(folder) : { status: 'interrupted' };
  if (epochs.length < settings.epochs) {
    return { name, missing: `${state.status}, ${epochs.length} of ${settings.epochs} epochs` };
  }
  const { resumes = [], ...first } = JSON.parse(readFileSync(folder.environment, 'utf8'));
  const images = Object.fromEntries(first.datasets.map((dataset) => [dataset.name.split('/').at(-1), dataset.count]));
  const { model, input } = config.task;
  const imagesPerSecond = median(steps.map((step) => step.imagesPerSecond));
  return {
    name,
    title: titleOf(model.name, model.options),
    ...costOf(model.name, model.options, input.shape),
    imagesPerSecond: toTenths(imagesPerSecond),
    // Not by the clock: a step that waited for another process says nothing of the network.
    seconds: toTenths((settings.epochs * images.train) / imagesPerSecond),
    accuracy: epochs.at(-1).testAccuracy,
    rate: settings.lr,
    settings: sharedSettings(settings, images),
    started: state.started,
    ended: state.updated,
    starts: [first, ...resumes].map(({ time, commandLine, versions, engine, threads, processor, git }) => {
      return { time, commandLine, versions, engine, threads, processor: processor.model, commit: git?.commit ?? null };
    }),
    table: readFileSync(folder.table, 'utf8'),
  };
}

/** In these the runs must be alike to stand in one table. */
function sharedSettings({ epochs, batchSize, optimizer, momentum, weightDecay, schedule, seed, imageSize }, images) {
  const { train, test } = images;
  return { epochs, batchSize, optimizer, momentum, weightDecay, schedule, seed, imageSize, train, test };
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function toTenths(value) {
  return Math.round(10 * value) / 10;
}
