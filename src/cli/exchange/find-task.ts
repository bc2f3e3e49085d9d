// Which network weights are of: what the file says of it, what its names and shapes show, or what was asked for.
import { FormatError } from '../../errors/format-error.ts';
import { StateDictError } from '../../errors/state-dict-error.ts';
import type { SafetensorsTensor } from '../../formats/safetensors.ts';
import type { Channels } from '../../images/image-form.ts';
import { type ModelName, modelNames, models } from '../../models/model-table.ts';
import { type RecognisedModel, recogniseModel } from '../../models/recognise.ts';
import { taskOfMetadata } from '../../runs/run-weights.ts';
import { type Unwrapped, unwrapNames } from '../../runs/unwrap-names.ts';
import { importedTask } from '../../tasks/imported-task.ts';
import { mostClasses, type Task, tutorialTask } from '../../tasks/task.ts';

export interface FoundWeights {
  /** What to call the file in errors. */
  readonly file: string;
  readonly tensors: ReadonlyMap<string, SafetensorsTensor>;
  /** Metadata of a safetensors file; empty for other formats. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A network, and its tensors by the names that they have in it. */
export interface FoundTask extends Unwrapped<SafetensorsTensor> {
  readonly task: Task;
}

const shownNames = 3;

/**
 * @param asked the name that was asked for: then only classes and channels are found, or else are the tutorial's
 * @throws StateDictError for weights of no network that is known; FormatError for what no task can say
 */
export function findTask({ file, tensors, metadata }: FoundWeights, asked: ModelName | undefined): FoundTask {
  if (asked === undefined && metadata.task !== undefined) {
    return { task: taskOfMetadata(metadata, file), prefix: '', tensors, others: [] };
  }
  const names = asked === undefined ? modelNames : [asked];
  const unwrapped = unwrapNames(tensors, (inner) => recogniseModel(inner, names) !== undefined);
  const model = recogniseModel(unwrapped.tensors, names) ?? (asked && tutorialModel(asked));
  if (model === undefined) throw unknownNetwork(file, tensors);
  const { numClasses, inChannels } = model.options;
  const { title } = models[model.name];
  if (!isChannels(inChannels)) {
    throw new FormatError(`${file}: ${title} takes images of ${inChannels} channels here`, {
      hint: 'networks for 1 or 3 channels can be used',
    });
  }
  if (numClasses > mostClasses) {
    throw new FormatError(`${file}: ${title} tells ${numClasses} classes apart here, at most ${mostClasses} are known`);
  }
  return { task: importedTask(model, inChannels), ...unwrapped };
}

function tutorialModel(name: ModelName): RecognisedModel {
  return { ...tutorialTask(name).model, imageSize: models[name].imageSize };
}

function isChannels(count: number): count is Channels {
  return count === 1 || count === 3;
}

function unknownNetwork(file: string, tensors: FoundWeights['tensors']): StateDictError {
  const names = [...tensors.keys()];
  const more = names.length > shownNames ? ', …' : '';
  const what = names.length === 0 ? 'none' : `${names.slice(0, shownNames).join(', ')}${more}`;
  return new StateDictError(`${file}: the tensors are those of no known network: ${what}`, {
    hint: `say which network they should be of, and what does not fit is listed: --model ${tutorialTask().model.name}`,
  });
}
