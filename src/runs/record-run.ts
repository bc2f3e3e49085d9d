// A training of a program's own as a run folder, so that the studio shows it and its best weights are kept.
import { resolve } from 'node:path';
import { requireType, requireWhole } from '../errors/require-option.ts';
import { models } from '../models/model-table.ts';
import type { Task } from '../tasks/task.ts';
import { Trainer } from '../training/trainer.ts';
import type { OptionValue, RunConfig } from './run-config.ts';
import { RunFolder } from './run-folder.ts';
import { taskOfTrainer } from './trainer-task.ts';
import { TrainingRun } from './training-run.ts';
import type { WarningListener } from './writing.ts';

/** What `recordRun` takes beside trainer and folder. */
export interface RecordRunOptions {
  /** That the training will have, from which the studio tells how far it is. Default: nobody knows. */
  readonly epochs?: number;
  /** What the studio calls the network. Default: its title in the table of networks, or else the name of its class. */
  readonly title?: string;
  /** Steps between two that get a line. Default 10. */
  readonly logEvery?: number;
  /** Steps between two checkpoints. Default: one behind each epoch. */
  readonly checkpointEvery?: number;
  /** Told in one line of what went wrong without ending the training, e.g. a full disk. */
  readonly onWarning?: WarningListener;
}

/**
 * Records what a trainer does during `train` as a run folder: `googlenet studio RUNS` shows it as it goes, with curves, time left
 * and state; `weights/{last,best}.safetensors` are written behind each epoch, and checkpoints, of which the last three stay. A
 * network of the library, such as GoogLeNet, can then be tried in the playground, and used by `googlenet predict` and `export`;
 * the weights of any other are for the program itself.
 * @param folder new or empty; a program of its own has one for each training
 * @param train what is recorded: `() => trainer.train(30)`, once
 * @returns what `train` returns, when the run is `done` or was stopped; an error of `train` is recorded and thrown
 * @throws RunFolderError for a folder that holds something, or cannot be written; RunLockedError where another process trains
 * @example
 * ```ts
 * import { recordRun, Trainer, type TrainerOptions } from 'googlenet';
 * async function trainRecorded(options: TrainerOptions): Promise<void> {
 *   const trainer = new Trainer(options);
 *   await recordRun(trainer, 'runs/mine', () => trainer.train(30), { epochs: 30 });
 *   await trainer.close();
 * }
 * ```
 */
export async function recordRun<Result>(
  trainer: Trainer,
  folder: string,
  train: () => Promise<Result>,
  { epochs, title, logEvery = 10, checkpointEvery, onWarning = () => {} }: RecordRunOptions = {},
): Promise<Result> {
  requireType('trainer', trainer, Trainer);
  requireType('folder', folder, 'string');
  requireType('train', train, 'function');
  requireWhole('logEvery', logEvery);
  for (const [name, count] of Object.entries({ epochs, checkpointEvery })) {
    if (count !== undefined) requireWhole(name, count);
  }
  const { model, trainData, validationData, seed = 0, optimizer } = trainer.options;
  const { dataset, batchSize, imageShape } = trainData;
  const task = taskOfTrainer(trainer.options);
  const known = task === undefined ? undefined : models[task.model.name].title;
  const config = configOf(title ?? known ?? model.constructor.name, task, {
    dataset: dataset.name,
    epochs: epochs ?? null,
    batchSize,
    imageSize: imageShape[1],
    learningRate: optimizer.learningRate,
    seed,
  });
  const heldOut = validationData === undefined ? 'test' : 'val';
  const engine = await trainer.open();
  using run = TrainingRun.begin(new RunFolder(resolve(folder)), {
    config,
    logEvery,
    heldOut,
    onWarning,
    ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
  });
  run.describe(environmentOf(engine.name, trainer, heldOut), String(model));
  run.record(trainer, model);
  let isStopped = false;
  trainer.observe((event) => {
    if (event.kind === 'end') isStopped = event.outcome === 'stopped';
  });
  try {
    const result = await train();
    if (!isStopped) run.end();
    return result;
  } catch (error) {
    run.fail(error);
    throw error;
  }
}

function configOf(model: string, task: Task | undefined, values: Readonly<Record<string, OptionValue>>): RunConfig {
  const options = Object.entries(values).map(([name, value]) => [name, { value, source: 'program' as const }]);
  return { version: 1, model, ...(task === undefined ? {} : { task }), options: Object.fromEntries(options) };
}

/** What the studio reads of it. */
function environmentOf(engine: string, { options }: Trainer, heldOut: 'test' | 'val'): object {
  const heldOutData = options.validationData ?? options.testData;
  return {
    engine,
    versions: { node: process.versions.node },
    datasets: [
      { name: `${options.trainData.dataset.name}/train`, count: options.trainData.dataset.count },
      ...(heldOutData === undefined
        ? []
        : [{ name: `${heldOutData.dataset.name}/${heldOut}`, count: heldOutData.dataset.count }]),
    ],
  };
}
