// Fully connected layer.
import { requireType, requireWhole } from '../../errors/require-option.ts';
import * as functional from '../functional.ts';
import * as init from '../init.ts';
import { Module } from '../module.ts';
import { Parameter } from '../parameter.ts';
import type { Tensor } from '../tensor.ts';

/**
 * x [N, inFeatures] → [N, outFeatures]. Starts as torch.nn.Linear does: uniform in ±1/√inFeatures.
 * @example
 * ```ts
 * import { nn } from 'googlenet';
 * const layer = new nn.Linear(1024, 10);
 * ```
 */
export class Linear extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;

  constructor(inFeatures: number, outFeatures: number, { bias = true }: { readonly bias?: boolean } = {}) {
    super();
    requireWhole('Linear: inFeatures', inFeatures);
    requireWhole('Linear: outFeatures', outFeatures);
    requireType('Linear: bias', bias, 'boolean');
    const bound = 1 / Math.sqrt(inFeatures);
    this.weight = new Parameter([outFeatures, inFeatures], init.uniformIn(bound));
    this.bias = bias ? new Parameter([outFeatures], init.uniformIn(bound)) : undefined;
  }

  forward(x: Tensor): Tensor {
    return functional.linear(x, this.weight, this.bias);
  }

  override extraRepr(): string {
    const [outFeatures, inFeatures] = this.weight.shape;
    return `in_features=${inFeatures}, out_features=${outFeatures}, bias=${this.bias === undefined ? 'False' : 'True'}`;
  }
}
