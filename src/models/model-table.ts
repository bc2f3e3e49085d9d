// The networks that can be named: one row each. What a command, the studio or a run needs to know of a network is here.
import { ModelError } from '../errors/model-error.ts';
import type { NetworkInput } from '../images/image-form.ts';
import { torchvisionInput } from '../images/torchvision-input.ts';
import type { Size } from '../nn/functional.ts';
import type { Module } from '../nn/module.ts';
import { AlexNet } from './alexnet.ts';
import { GoogLeNet } from './googlenet.ts';
import { GoogLeNet2014 } from './googlenet-2014.ts';
import { GoogLeNet as GoogLeNetBN } from './googlenet-bn.ts';
import { LeNet } from './lenet.ts';
import { NiN } from './nin.ts';
import { ResNet } from './resnet18.ts';
import { VGG } from './vgg11.ts';

/** What a network is made for, and what of it can be chosen. */
export interface ModelOptions {
  readonly numClasses: number;
  /** 1 for grey images, 3 for colour. */
  readonly inChannels: number;
  /** Multiplies the filters of all convolutions; where the row has it. */
  readonly width?: number | undefined;
  /** Whether there are auxiliary heads while it trains; where the row has it. */
  readonly heads?: boolean | undefined;
}

/** The options in `ModelOptions` that not every network has. */
export type OwnOption = 'width' | 'heads';

/** Widths are multiples of this, so that 64 filters become a whole number. */
export const widthStep = 1 / 64;
export const largestWidth = 4;

export interface ModelRow {
  /** As people write it; run folders keep it. */
  readonly title: string;
  /** Rows and columns of the images that it was made for. */
  readonly imageSize: number;
  readonly options: readonly OwnOption[];
  readonly create: (options: ModelOptions & { readonly imageSize: Size }) => Module;
  readonly signature: ModelSignature;
  /** Input of the published weights of this network, which take colour images. */
  readonly publishedInput?: NetworkInput;
}

/** What tells its tensors from those of every other network: see recognise.ts. Names are those of weights. */
export interface ModelSignature {
  /** The first convolution [K, C, R, R]: its name, K for the width 1, and R. */
  readonly first: readonly [name: string, filters: number, kernel: number];
  /** The layer that has a row for each class. */
  readonly last: string;
  /** Further tensors that it has. */
  readonly also?: readonly string[];
  /** Tensors that it lacks but a larger network of its family has. */
  readonly lacks?: readonly string[];
  /** A tensor of an auxiliary head, for a network that may have heads. */
  readonly head?: string;
  /** The layer whose shape depends on the size of the images, and the least rows and columns that leave it any input. */
  readonly sized?: readonly [name: string, least: number];
}

const rows = {
  googlenet: {
    title: 'GoogLeNet',
    imageSize: 96,
    options: [],
    create: (options) => new GoogLeNet(options),
    signature: {
      first: ['model.0.weight', 64, 7],
      last: 'model.21.weight',
      also: ['model.8.channel1.0.weight', 'model.18.channel4.1.weight'],
    },
  },
  lenet: {
    title: 'LeNet',
    imageSize: 28,
    options: [],
    create: (options) => new LeNet(options),
    signature: {
      first: ['model.0.weight', 6, 5],
      last: 'model.11.weight',
      also: ['model.3.weight', 'model.9.weight'],
      sized: ['model.7.weight', 12],
    },
  },
  alexnet: {
    title: 'AlexNet',
    imageSize: 224,
    options: [],
    create: (options) => new AlexNet(options),
    signature: {
      first: ['model.0.weight', 96, 11],
      last: 'model.20.weight',
      also: ['model.10.weight', 'model.17.weight'],
      sized: ['model.14.weight', 65],
    },
  },
  vgg11: {
    title: 'VGG-11',
    imageSize: 224,
    options: ['width'],
    create: ({ width = 1, ...options }) => new VGG({ ...options, width }),
    signature: {
      first: ['model.0.0.weight', 64, 3],
      last: 'model.12.weight',
      also: ['model.4.2.weight', 'model.9.weight'],
      sized: ['model.6.weight', 32],
    },
  },
  nin: {
    title: 'NiN',
    imageSize: 224,
    options: [],
    create: (options) => new NiN(options),
    signature: {
      first: ['model.0.0.weight', 96, 11],
      last: 'model.7.4.weight',
      also: ['model.4.4.weight', 'model.7.0.weight'],
    },
  },
  'googlenet-2014': {
    title: 'GoogLeNet-2014',
    imageSize: 224,
    options: ['heads'],
    create: ({ heads = true, ...options }) => new GoogLeNet2014({ ...options, heads }),
    signature: {
      first: ['conv1.weight', 64, 7],
      last: 'fc.weight',
      also: ['inception3a.branch1.0.weight', 'inception5b.branch4.1.weight'],
      head: 'aux1.fc1.weight',
      sized: ['aux1.fc1.weight', 1],
    },
  },
  'googlenet-bn': {
    title: 'GoogLeNet-BN',
    imageSize: 224,
    options: ['heads'],
    create: ({ heads = true, ...options }) => new GoogLeNetBN({ ...options, heads }),
    signature: {
      first: ['conv1.conv.weight', 64, 7],
      last: 'fc.weight',
      also: ['inception3a.branch1.conv.weight', 'inception5b.branch4.1.bn.weight'],
      head: 'aux1.fc1.weight',
    },
    publishedInput: torchvisionInput({ transformInput: true }),
  },
  resnet18: {
    title: 'ResNet-18',
    imageSize: 224,
    options: [],
    create: (options) => new ResNet(options),
    signature: {
      first: ['conv1.weight', 64, 7],
      last: 'fc.weight',
      also: ['layer1.0.bn1.weight', 'layer4.1.conv2.weight'],
      lacks: ['layer1.2.conv1.weight', 'layer1.0.conv3.weight'],
    },
    publishedInput: torchvisionInput({ transformInput: false }),
  },
} as const satisfies Readonly<Record<string, ModelRow>>;

/** The name of a network, as `googlenet models` lists them. */
export type ModelName = keyof typeof rows;
export const models: Readonly<Record<ModelName, ModelRow>> = rows;
export const modelNames = Object.keys(rows) as readonly ModelName[];

/** A network as options, run folders and files of weights name it. */
export interface ModelChoice {
  readonly name: ModelName;
  readonly options: ModelOptions;
}

/**
 * Creates a network without values in its parameters.
 * @param imageSize rows and columns of its images, which the linear layers of some networks depend on
 */
export function createModel({ name, options }: ModelChoice, imageSize: Size): Module {
  return models[name].create({ ...options, imageSize });
}

/** A network of the table; of what was chosen, it takes the options that its row has. */
export function chooseModel(
  name: ModelName,
  { numClasses, inChannels, width = 1, heads = true }: ModelOptions,
): ModelChoice {
  const values = { width, heads };
  const own = models[name].options.map((key) => [key, values[key]] as const);
  return { name, options: { numClasses, inChannels, ...Object.fromEntries(own) } };
}

/** @param title as run folders of every version have it. @throws ModelError for one that is in no row */
export function modelOfTitle(title: string): ModelName {
  const name = modelNames.find((each) => models[each].title === title);
  if (name !== undefined) return name;
  throw new ModelError(`the model is '${title}', which is not known`, {
    hint: `known are ${modelNames.map((each) => models[each].title).join(', ')}`,
  });
}
