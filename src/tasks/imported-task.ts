// The task of weights that do not say theirs, such as PyTorch's: it follows from their network.
import { folderSettings } from '../data/image-folder/folder-settings.ts';
import type { Channels, NetworkInput } from '../images/image-form.ts';
import { models } from '../models/model-table.ts';
import type { RecognisedModel } from '../models/recognise.ts';
import { type Task, tutorialTask } from './task.ts';

/**
 * A network for ten classes of grey images is the tutorial's; one in colour takes what was published for it. Of any other,
 * pictures are cropped and only divided by 255, and their classes are called 0, 1, 2, …
 */
export function importedTask({ imageSize, ...model }: RecognisedModel, channels: Channels): Task {
  const tutorial = tutorialTask(model.name, imageSize);
  const { numClasses, inChannels } = tutorial.model.options;
  if (channels === inChannels && model.options.numClasses === numClasses) return { ...tutorial, model };
  const published = channels === 3 ? models[model.name].publishedInput : undefined;
  return {
    model,
    data: { name: 'folder' },
    input: published ?? plainInput(channels, imageSize),
    classNames: Array.from({ length: model.options.numClasses }, (_, label) => String(label)),
  };
}

function plainInput(channels: Channels, imageSize: number): NetworkInput {
  const { form } = folderSettings({ channels, imageSize });
  return { shape: [channels, imageSize, imageSize], form, mean: [0], std: [1] };
}
