// What a run, or a file of weights, is for, and its weights as a model takes them.

import { FormatError } from '../errors/format-error.ts';
import { readSafetensors, readSafetensorsMetadata } from '../formats/safetensors.ts';
import type { Part } from '../metrics/metric-table.ts';
import { modelOfTitle } from '../models/model-table.ts';
import type { Module } from '../nn/module.ts';
import { createTaskModel, parseTask, type Task, tutorialTask } from '../tasks/task.ts';
import { modelTensors } from '../training/checkpoint.ts';
import { fitWeights } from './fit-weights.ts';
import { isThere, statIfThere } from './reading.ts';
import { configValues, type RunConfig, readRunConfig } from './run-config.ts';
import { RunFolder } from './run-folder.ts';

/** A network with trained weights, and what it is for. */
export interface TrainedModel {
  readonly task: Task;
  readonly model: Module;
}

/**
 * The network of a safetensors file, which may be a checkpoint, with its weights.
 * @param run the folder of its run; undefined for a file by itself, which may say in its metadata what it is for
 * @param shown what to call the file in errors
 * @throws FormatError for a damaged file; StateDictError for weights of another network; RunFolderError, ModelError
 */
export function readTrainedModel(file: string, shown: string, run: string | undefined): TrainedModel {
  const config = run === undefined ? undefined : configOf(run);
  const ofRun = config === undefined ? undefined : taskOfConfig(config);
  const read = readSafetensors(file);
  const task = ofRun ?? taskOfMetadata(read.metadata, shown);
  const model = createTaskModel(task);
  fitWeights(model, modelTensors(read), shown);
  return { task, model };
}

/**
 * The task of a run, by its folder, or by a file of weights. Imported weights have no configuration beside them and name their task themselves; runs
 * of earlier versions have the tutorial's.
 * @throws RunFolderError for a configuration that was damaged; ModelError for a network that is not known; FormatError for
 * damaged weights
 */
export function taskOfRun(run: string): Task {
  const config = configOf(run);
  if (config !== undefined) return taskOfConfig(config);
  const { bestWeights, lastWeights } = new RunFolder(run);
  const weights = [bestWeights, lastWeights, run].find((path) => statIfThere(path)?.isFile());
  return weights === undefined ? tutorialTask() : taskOfMetadata(readSafetensorsMetadata(weights), weights);
}

/** @throws ModelError for a network that is not known */
export function taskOfConfig(config: RunConfig): Task {
  const { imageSize } = configValues(config);
  const size = typeof imageSize === 'number' ? imageSize : undefined;
  return config.task ?? tutorialTask(modelOfTitle(config.model), size);
}

/** @throws FormatError for a task that cannot be understood */
export function taskOfMetadata(metadata: Readonly<Record<string, string>>, shown: string): Task {
  if (metadata.task === undefined) return tutorialTask();
  const task = parseTask(metadata.task);
  if (task !== undefined) return task;
  throw new FormatError(`${shown}: what it says of its task cannot be understood`, {
    hint: 'it was written by another version of googlenet, or changed: use that one, or export it once more',
  });
}

/** What of its dataset a run takes. */
export interface RunData {
  readonly seed: number;
  readonly valSplit: number | undefined;
  /** The first so many images of each part; undefined for all. */
  readonly limits: { readonly [P in Part]?: number | undefined };
}

/** @throws RunFolderError for a configuration that was damaged */
export function dataOfRun(run: string | undefined): RunData {
  const config = run === undefined ? undefined : configOf(run);
  const values = config === undefined ? {} : configValues(config);
  const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);
  return {
    seed: numberOf(values.seed) ?? 0,
    valSplit: numberOf(values.valSplit),
    limits: { train: numberOf(values.limitTrain), test: numberOf(values.limitTest) },
  };
}

function configOf(run: string): RunConfig | undefined {
  const folder = new RunFolder(run);
  return isThere(folder.config) ? readRunConfig(folder) : undefined;
}
