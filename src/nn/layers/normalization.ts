// Layers that normalise: the shape stays.
import { requireFinite, requireWhole } from '../../errors/require-option.ts';
import * as functional from '../functional.ts';
import { Module } from '../module.ts';
import { printFloat } from '../print-float.ts';
import type { Tensor } from '../tensor.ts';

/** What `new LocalResponseNorm` takes besides the size: numbers of at least 0. */
export interface LocalResponseNormOptions {
  /** Weight of the mean of squares; default 1e-4. */
  readonly alpha?: number;
  /** Exponent; default 0.75. */
  readonly beta?: number;
  /** What is added to the mean; default 1. */
  readonly k?: number;
}

/** x / (k + alpha·mean of x² over `size` neighbouring channels)^beta; x [N, C, …] */
export class LocalResponseNorm extends Module {
  readonly #attrs;

  constructor(size: number, { alpha = 1e-4, beta = 0.75, k = 1 }: LocalResponseNormOptions = {}) {
    super();
    requireWhole('LocalResponseNorm: size', size);
    for (const [name, value] of Object.entries({ alpha, beta, k })) requireFinite(`LocalResponseNorm: ${name}`, value);
    this.#attrs = { size, alpha, beta, k };
  }

  forward(x: Tensor): Tensor {
    return functional.localResponseNorm(x, this.#attrs);
  }

  override extraRepr(): string {
    const { size, alpha, beta, k } = this.#attrs;
    return `${size}, alpha=${printFloat(alpha)}, beta=${printFloat(beta)}, k=${printFloat(k)}`;
  }
}
