// What the training of a program's own is for, as far as its trainer tells: a run that says so can be tried and exported as
// those of `train`.
import type { ImageDataset } from '../data/dataset.ts';
import { rowOfDataset } from '../data/dataset-table.ts';
import { folderSettings } from '../data/image-folder/folder-settings.ts';
import { type Shape, sameShape } from '../graph/shape.ts';
import type { ImageForm } from '../images/image-form.ts';
import { createModel, type ModelChoice } from '../models/model-table.ts';
import { recogniseModel, type TensorShapes } from '../models/recognise.ts';
import type { Module } from '../nn/module.ts';
import { type Task, taskSchema } from '../tasks/task.ts';
import type { TrainerOptions } from '../training/trainer-options.ts';

/**
 * Images that are of no dataset of the table are taken for pictures of one's own, as imported weights' are: cropped, and where
 * they lie is not known.
 * @returns undefined for a network that the table cannot make: its weights are of use to its own program alone
 */
export function taskOfTrainer({ model, trainData }: Pick<TrainerOptions, 'model' | 'trainData'>): Task | undefined {
  const { dataset, imageShape, normalization } = trainData;
  const [, rows, columns] = imageShape;
  const choice = choiceOf(model, [rows, columns]);
  if (choice === undefined) return undefined;
  const known = rowOfDataset(dataset);
  const input = { shape: imageShape, form: known?.form ?? formOf(dataset), ...normalization };
  const data = { name: known?.name ?? 'folder' };
  // Checked, since a program may have channels or sizes that no file can say.
  return taskSchema.safeParse({ model: choice, data, input, classNames: dataset.classNames }).data;
}

/** The row and the options that make just this network: its class, and every tensor of it. */
function choiceOf(model: Module, imageSize: readonly [number, number]): ModelChoice | undefined {
  const shapes = shapesOf(model);
  const found = recogniseModel(shapes);
  if (found === undefined) return undefined;
  const choice = { name: found.name, options: found.options };
  const made = createModel(choice, imageSize);
  if (made.constructor !== model.constructor) return undefined;
  const own = [...shapesOf(made)];
  const isSame =
    own.length === shapes.size && own.every(([name, { shape }]) => sameShape(shape, shapes.get(name)?.shape ?? []));
  return isSame ? choice : undefined;
}

function shapesOf(model: Module): TensorShapes {
  return new Map<string, { readonly shape: Shape }>([...model.namedParameters(), ...model.namedBuffers()]);
}

function formOf({ channels = 1, rows, columns, margin = 0 }: ImageDataset): ImageForm {
  const size = { rows: rows - 2 * margin, columns: columns - 2 * margin };
  const { form } = folderSettings({ imageSize: Math.max(size.rows, size.columns) });
  return { ...form, ...size, channels: channels === 3 ? 3 : 1 };
}
