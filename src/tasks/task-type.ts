// A task as a type alone: task.ts has its form in files and what is done with it.
import type { DataChoice } from '../data/data-choice.ts';
import type { NetworkInput } from '../images/image-form.ts';
import type { ModelChoice } from '../models/model-table.ts';

/** What a network is for. */
export interface Task {
  readonly model: ModelChoice;
  readonly data: DataChoice;
  readonly input: NetworkInput;
  /** By the index of the network's answer. */
  readonly classNames: readonly string[];
}
