// Elementwise activations: no parameters, the shape stays.
import { requireChoice, requireFinite } from '../../errors/require-option.ts';
import * as functional from '../functional.ts';
import { Module } from '../module.ts';
import { printFloat } from '../print-float.ts';
import type { Tensor } from '../tensor.ts';

/** max(x, 0) */
export class ReLU extends Module {
  forward(x: Tensor): Tensor {
    return functional.relu(x);
  }
}

/** 1 / (1 + e⁻ˣ) */
export class Sigmoid extends Module {
  forward(x: Tensor): Tensor {
    return functional.sigmoid(x);
  }
}

/** tanh(x) */
export class Tanh extends Module {
  forward(x: Tensor): Tensor {
    return functional.tanh(x);
  }
}

/** What `new LeakyReLU` takes. */
export interface LeakyReLUOptions {
  /** Slope for negative x, at least 0. Default 0.01. */
  readonly negativeSlope?: number;
}

/** x where it is positive, else negativeSlope·x */
export class LeakyReLU extends Module {
  readonly #negativeSlope: number;

  constructor({ negativeSlope = 0.01 }: LeakyReLUOptions = {}) {
    super();
    requireFinite('LeakyReLU: negativeSlope', negativeSlope);
    this.#negativeSlope = negativeSlope;
  }

  forward(x: Tensor): Tensor {
    return functional.leakyRelu(x, { negativeSlope: this.#negativeSlope });
  }

  override extraRepr(): string {
    return `negative_slope=${printFloat(this.#negativeSlope)}`;
  }
}

/** What `new GELU` takes. */
export interface GELUOptions {
  /** `none`, the default, is exact; `tanh` is the approximation by a hyperbolic tangent. */
  readonly approximate?: 'none' | 'tanh';
}

/** x·Φ(x), with the distribution function of the standard normal distribution */
export class GELU extends Module {
  readonly #approximate: 'none' | 'tanh';

  /** @throws OptionError for another approximation */
  constructor({ approximate = 'none' }: GELUOptions = {}) {
    super();
    requireChoice('GELU: approximate', approximate, ['none', 'tanh']);
    this.#approximate = approximate;
  }

  forward(x: Tensor): Tensor {
    return functional.gelu(x, { approximate: this.#approximate });
  }

  override extraRepr(): string {
    return `approximate='${this.#approximate}'`;
  }
}
