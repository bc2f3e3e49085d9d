// The networks that can be named: one row each. What a command, the studio or a run needs to know of a network is here.
import { ModelError } from '../errors/model-error.ts';
import type { Module } from '../nn/module.ts';
import { GoogLeNet } from './googlenet.ts';
import { LeNet } from './lenet.ts';

/** What every network of the table can be made for. */
export interface ModelOptions {
  readonly numClasses: number;
  /** 1 for grey images, 3 for colour. */
  readonly inChannels: number;
}

interface ModelRow {
  /** Name of its class, as people write it. */
  readonly title: string;
  /** Rows and columns of the images that it was made for. */
  readonly imageSize: number;
  readonly create: (options: ModelOptions) => Module;
}

export const models = {
  googlenet: { title: 'GoogLeNet', imageSize: 96, create: (options) => new GoogLeNet(options) },
  lenet: { title: 'LeNet', imageSize: 28, create: (options) => new LeNet(options) },
} as const satisfies Readonly<Record<string, ModelRow>>;

export type ModelName = keyof typeof models;
export const modelNames = Object.keys(models) as readonly ModelName[];

/** A network as options, run folders and files of weights name it. */
export interface ModelChoice {
  readonly name: ModelName;
  readonly options: ModelOptions;
}

/** Without values in its parameters. */
export function createModel({ name, options }: ModelChoice): Module {
  return models[name].create(options);
}

/** @param title as run folders of every version have it. @throws ModelError for one that is in no row */
export function modelOfTitle(title: string): ModelName {
  const name = modelNames.find((each) => models[each].title === title);
  if (name !== undefined) return name;
  throw new ModelError(`the model is '${title}', which is not known`, {
    hint: `known are ${modelNames.map((each) => models[each].title).join(', ')}`,
  });
}
