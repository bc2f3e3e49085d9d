// Modules that arrange others, and the one that only changes the view.
import { ModelError } from '../../errors/model-error.ts';
import { requireType } from '../../errors/require-option.ts';
import * as functional from '../functional.ts';
import { Module } from '../module.ts';
import type { Tensor } from '../tensor.ts';

/**
 * Modules in a row; their names are `0`, `1`, …
 * @example
 * ```ts
 * import { nn } from 'googlenet';
 * const model = new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 64), new nn.ReLU(), new nn.Linear(64, 10));
 * ```
 */
export class Sequential extends Module {
  readonly [index: number]: Module;

  constructor(...modules: readonly Module[]) {
    super();
    if (modules.length === 0) throw new ModelError('Sequential needs at least one module');
    for (const [index, module] of modules.entries()) requireType(`Sequential: module ${index}`, module, Module);
    Object.assign(this, modules);
  }

  forward(x: Tensor): Tensor {
    let y = x;
    for (const [, module] of this.namedChildren()) y = module.call(y);
    return y;
  }
}

/** [N, …] → [N, the rest as one axis] */
export class Flatten extends Module {
  forward(x: Tensor): Tensor {
    return functional.flatten(x);
  }

  override extraRepr(): string {
    return 'start_dim=1, end_dim=-1';
  }
}
