// Dropout. see: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014
import { requireFinite } from '../../errors/require-option.ts';
import * as functional from '../functional.ts';
import { Module } from '../module.ts';
import type { Tensor } from '../tensor.ts';

/** In training, each element is 0 with probability p and otherwise 1 / (1 − p) times as large; in an evaluation x itself. */
export class Dropout extends Module {
  readonly #p: number;

  /** @throws OptionError unless 0 ≤ p < 1 */
  constructor(p = 0.5) {
    super();
    // With p = 1 nothing is kept, and 1 / (1 − p) is infinite.
    requireFinite('Dropout: p', p, { most: 1 - 2 ** -24 });
    this.#p = p;
  }

  forward(x: Tensor): Tensor {
    return functional.dropout(x, this.#p);
  }

  override extraRepr(): string {
    return `p=${this.#p}, inplace=False`;
  }
}
