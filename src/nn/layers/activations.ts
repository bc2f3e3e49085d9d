// Elementwise activations: no parameters, the shape stays.
import * as functional from '../functional.ts';
import { Module } from '../module.ts';
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
