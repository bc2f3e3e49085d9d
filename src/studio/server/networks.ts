// The networks that the page draws: the library's, and those that the studio was opened with.
import { OptionError } from '../../errors/option-error.ts';
import { requireType } from '../../errors/require-option.ts';
import { modelNames, models } from '../../models/model-table.ts';
import { describeNetwork } from '../../network/describe-network.ts';
import type { NetworkDescription } from '../../network/network-description.ts';
import { Module } from '../../nn/module.ts';
import { createTaskModel, type Task, tutorialTask } from '../../tasks/task.ts';
import type { NetworkName } from '../protocol.ts';
import type { StudioNetwork } from '../studio-options.ts';
import { answering, notFound } from './failure.ts';

/** The network of a task, for its images and classes. */
export function describeTask(task: Task): NetworkDescription {
  return describeNetwork(createTaskModel(task), task.input.shape);
}

export class Networks {
  readonly #networks: readonly StudioNetwork[];
  readonly #descriptions = new Map<string, NetworkDescription>();

  /** @throws OptionError for two of one name */
  constructor(others: readonly StudioNetwork[]) {
    this.#networks = [
      ...modelNames.map((name): StudioNetwork => {
        const { title, imageSize } = models[name];
        const task = tutorialTask(name, imageSize);
        return { name: title, model: createTaskModel(task), imageShape: task.input.shape };
      }),
      ...others,
    ];
    for (const { name, model } of others) {
      requireType('networks: name', name, 'string');
      requireType(`networks: the model of ${name}`, model, Module);
    }
    const names = this.#networks.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new OptionError(`networks: there are two of the name '${twice}'`);
  }

  get names(): readonly NetworkName[] {
    return this.#networks.map(({ name, imageShape }) => ({ name, imageShape }));
  }

  /** @throws RequestFailure for a name that is none, or a model that cannot be traced */
  async describe(name: string): Promise<NetworkDescription> {
    const network = this.#networks.find((each) => each.name === name);
    if (network === undefined) throw notFound(`there is no network '${name}'`);
    const known = this.#descriptions.get(name);
    if (known !== undefined) return known;
    const description = await answering(422, () => describeNetwork(network.model, network.imageShape));
    this.#descriptions.set(name, description);
    return description;
  }
}
