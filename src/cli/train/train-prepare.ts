// What a training works on, from its plan: the dataset that was found, the resolved options, the task and its network.
// Nothing is written yet but the cache of decoded pictures.
import { type DataHost, type OpenedData, openData } from '../../data/dataset-table.ts';
import { unnormalized } from '../../images/prepare-images.ts';
import type { Module } from '../../nn/module.ts';
import { taskOfConfig } from '../../runs/run-weights.ts';
import { createTaskModel, type Task } from '../../tasks/task.ts';
import type { Invocation } from '../command.ts';
import type { NoteListener } from '../options/notes.ts';
import { noteImageSize, requireSizes } from '../options/size-checks.ts';
import { scaledRate } from './team-options.ts';
import { withDefaults } from './train-defaults.ts';
import { freeze } from './train-freeze.ts';
import { dataChoiceOf, formOf, taskOf } from './train-input.ts';
import { resolved, stepImages, trainNotes } from './train-notes.ts';
import type { TrainOptions } from './train-options.ts';
import type { RunPlan } from './train-plan.ts';
import { heldOutOf } from './train-setup.ts';

export interface PreparedTraining {
  readonly options: TrainOptions & { readonly stepImages: number };
  readonly data: OpenedData;
  /** The task; that of a new training still lacks the normalization, which may depend on the images. */
  readonly task: Task;
  readonly model: Module;
}

export interface Preparation {
  readonly host: DataHost;
  /** That train together. */
  readonly processes: number;
  readonly onNote: NoteListener;
  /** Told of the dataset as soon as it is found; what it throws ends the preparation. */
  readonly onData: (data: OpenedData) => void;
}

/** @throws DataError for a dataset that is not there; UsageError for images that the network does not take */
export async function prepareTraining(
  { options: planned, before, list }: Omit<RunPlan, 'folder'>,
  invocation: Invocation,
  { host, processes, onNote, onData }: Preparation,
): Promise<PreparedTraining> {
  const chosen = withDefaults(planned);
  const saved = before === undefined ? undefined : taskOfConfig(before);
  const choice = dataChoiceOf(chosen);
  const { seed, valSplit } = chosen;
  const form = saved?.input.form ?? formOf(chosen);
  const data = await openData(choice, { form, seed, valSplit, list }, host);
  onData(data);
  heldOutOf(data);
  const capped = resolved(chosen, data, onNote);
  const lr = capped.scaleLr === undefined ? capped.lr : scaledRate(capped.lr, capped.scaleLr, processes);
  const options = { ...capped, lr, stepImages: stepImages(capped, data) };
  trainNotes(options, data, { ...invocation, processes }).forEach(onNote);
  const task = saved === undefined ? taskOf(options, data, unnormalized) : { ...saved, data: choice };
  const model = createTaskModel(task);
  if (options.freeze !== undefined) freeze(model, options.freeze);
  const { shape: imageShape } = task.input;
  requireSizes(model, { imageShape, batchSize: options.stepImages, purpose: 'train' });
  if (invocation.given.has('imageSize')) noteImageSize(model, imageShape, onNote);
  return { options, data, task, model };
}
