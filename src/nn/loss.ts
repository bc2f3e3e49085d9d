// What training makes small: a sum over the batch, and what it is divided by. Kept apart, since a step may consist of
// several batches, on one machine or many.
import { OptionError } from '../errors/option-error.ts';
import { requireFinite, requireType } from '../errors/require-option.ts';
import * as functional from './functional.ts';
import { Module } from './module.ts';
import type { Tensor } from './tensor.ts';

/** One of your own says in `forward` what it sums up, and in `weight` what makes a mean of the sum. */
export abstract class Loss extends Module {
  /** logits [N, classes], labels int32 [N] → [1], the sum over the batch. */
  abstract override forward(logits: Tensor, labels: Tensor): Tensor;

  /** labels int32 [N] → [1], what the sum is divided by: by default N. */
  weight(labels: Tensor): Tensor {
    return functional.labelWeight(labels);
  }

  /** All that decides its values, as text: a training goes on only with the same. */
  get settings(): string {
    return this.toString();
  }
}

/**
 * Softmax and cross-entropy; its mean is PyTorch's with `reduction='mean'`, which divides by the weights of the labels.
 * @example
 * ```ts
 * import { nn } from 'googlenet';
 * const loss = new nn.CrossEntropyLoss({ labelSmoothing: 0.1 });
 * ```
 */
export class CrossEntropyLoss extends Loss {
  readonly #options: functional.CrossEntropyOptions;

  /** @throws OptionError for weights that are none, or a smoothing that is not from 0 to 1 */
  constructor({ classWeights, labelSmoothing = 0 }: functional.CrossEntropyOptions = {}) {
    super();
    requireFinite('CrossEntropyLoss: labelSmoothing', labelSmoothing, { most: 1 });
    if (classWeights !== undefined) {
      requireType('CrossEntropyLoss: classWeights', classWeights, Array);
      for (const weight of classWeights) requireFinite('CrossEntropyLoss: classWeights', weight);
      if (classWeights.every((weight) => weight === 0)) {
        throw new OptionError('CrossEntropyLoss: classWeights are all 0', { hint: 'give some class a weight' });
      }
    }
    this.#options = { classWeights, labelSmoothing };
  }

  forward(logits: Tensor, labels: Tensor): Tensor {
    return functional.crossEntropy(logits, labels, this.#options);
  }

  override weight(labels: Tensor): Tensor {
    return functional.labelWeight(labels, this.#options);
  }

  override get settings(): string {
    return `${this.constructor.name}(${JSON.stringify(this.#options)})`;
  }

  override extraRepr(): string {
    const { labelSmoothing = 0 } = this.#options;
    return labelSmoothing === 0 ? '' : `label_smoothing=${labelSmoothing}`;
  }
}
