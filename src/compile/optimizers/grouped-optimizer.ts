// What the library's optimizers have in common: their options, checked, and their text.
import { requireFinite, requireType } from '../../errors/require-option.ts';
import type { Optimizer, Update, UpdateContext } from './optimizer.ts';
import { type ParameterGroup, requireGroups } from './parameter-groups.ts';

/** What every optimizer of the library takes. */
export interface OptimizerOptions {
  readonly learningRate: number;
  readonly weightDecay?: number;
  /** Parameters that are treated otherwise than the rest; of several groups that fit one, the first holds. */
  readonly groups?: readonly ParameterGroup[];
  /**
   * Whether parameters of one axis, biases and the factors of normalisations, are decayed like others. A group that says a
   * weight decay overrides it. Default true.
   */
  readonly decayBiases?: boolean;
}

/** What subclasses set is a hyperparameter, and stands in `settings`. */
export abstract class GroupedOptimizer implements Optimizer {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly decayBiases: boolean;
  readonly groups: readonly ParameterGroup[];

  constructor({ learningRate, weightDecay = 0, decayBiases = true, groups = [] }: OptimizerOptions) {
    const name = this.constructor.name;
    requireFinite(`${name}: learningRate`, learningRate);
    requireFinite(`${name}: weightDecay`, weightDecay);
    requireType(`${name}: decayBiases`, decayBiases, 'boolean');
    requireGroups(name, groups);
    this.learningRate = learningRate;
    this.weightDecay = weightDecay;
    this.decayBiases = decayBiases;
    this.groups = groups;
  }

  /** E.g. `SGD(weightDecay=0, decayBiases=true, groups=[], momentum=0.9, nesterov=false)`. */
  get settings(): string {
    const { learningRate, ...others } = this;
    const list = Object.entries(others).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return `${this.constructor.name}(${list.join(', ')})`;
  }

  abstract update(context: UpdateContext): Update;
}
