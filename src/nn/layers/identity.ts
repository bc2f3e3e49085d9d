// A layer that does nothing: where a network may have one or not.
import { Module } from '../module.ts';
import type { Tensor } from '../tensor.ts';

/** x → x */
export class Identity extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}
