// What a network is for: which one it is, what it learned from, how a picture becomes its input, and what its answers are
// called. One form for config.json, files of weights, exported models and checkpoints: a command finds a task, from
// options, a run or a file, and knows no network or dataset by name.
import * as z from 'zod/mini';
import { datasetNames } from '../data/data-choice.ts';
import { fashionMnistClasses, fashionMnistForm } from '../data/fashion-mnist/files.ts';
import { networkInputSchema } from '../images/network-input-schema.ts';
import { createModel, largestWidth, type ModelName, modelNames, models, widthStep } from '../models/model-table.ts';
import type { Module } from '../nn/module.ts';
import type { Task } from './task-type.ts';

export type { Task };

/** A file that names more classes is a mistake, or an attack. */
export const mostClasses = 100_000;

/** The form of a task in files. */
export const taskSchema = z.object({
  model: z.object({
    name: z.enum(modelNames as [ModelName, ...ModelName[]]),
    options: z.object({
      numClasses: z.int().check(z.gte(1), z.lte(mostClasses)),
      inChannels: z.int().check(z.gte(1), z.lte(3)),
      width: z.optional(z.number().check(z.gt(0), z.lte(largestWidth), z.multipleOf(widthStep))),
      heads: z.optional(z.boolean()),
    }),
  }),
  data: z.object({ name: z.enum(datasetNames), path: z.optional(z.string()) }),
  input: networkInputSchema,
  classNames: z.array(z.string()).check(z.maxLength(mostClasses)),
});

/** The tutorial's task: that of weights which do not say theirs, such as those of earlier versions. */
export function tutorialTask(model: ModelName = 'googlenet', imageSize: number = models[model].imageSize): Task {
  return {
    model: { name: model, options: { numClasses: fashionMnistClasses.length, inChannels: fashionMnistForm.channels } },
    data: { name: 'fashion-mnist' },
    input: { shape: [fashionMnistForm.channels, imageSize, imageSize], form: fashionMnistForm, mean: [0], std: [1] },
    classNames: fashionMnistClasses,
  };
}

/** The network of a task, for its images, without values in its parameters. */
export function createTaskModel({ model, input }: Task): Module {
  const [, rows, columns] = input.shape;
  return createModel(model, [rows, columns]);
}

/** The same network for images of another size. */
export function withImageSize(task: Task, imageSize: number): Task {
  const [channels] = task.input.shape;
  return { ...task, input: { ...task.input, shape: [channels, imageSize, imageSize] } };
}

/** A task as an entry of a file's metadata. */
export function printTask(task: Task): string {
  return JSON.stringify(task);
}

/** @returns undefined for text that is not a task's. */
export function parseTask(text: string): Task | undefined {
  try {
    return taskSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
