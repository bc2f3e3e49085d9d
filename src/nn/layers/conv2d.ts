// 2-D convolution layer.
import { requireType, requireWhole } from '../../errors/require-option.ts';
import * as functional from '../functional.ts';
import * as init from '../init.ts';
import { Module } from '../module.ts';
import { Parameter } from '../parameter.ts';
import type { Tensor } from '../tensor.ts';

/** What `new Conv2d` takes besides channels and kernel. Sizes in rows and columns. */
export interface Conv2dOptions {
  /** Default 1. */
  readonly stride?: functional.Size;
  /** Zeros added at each side. Default 0. */
  readonly padding?: functional.Size;
  /** Default true. */
  readonly bias?: boolean;
}

/** x [N, inChannels, H, W] → [N, outChannels, P, Q]. Starts as torch.nn.Conv2d does: uniform in ±1/√fanIn. */
export class Conv2d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  readonly #stride;
  readonly #padding;

  constructor(inChannels: number, outChannels: number, kernelSize: functional.Size, options: Conv2dOptions = {}) {
    super();
    requireWhole('Conv2d: inChannels', inChannels);
    requireWhole('Conv2d: outChannels', outChannels);
    requireType('Conv2d: bias', options.bias ?? true, 'boolean');
    const kernel = functional.pair('Conv2d: kernelSize', kernelSize);
    const bound = 1 / Math.sqrt(inChannels * kernel[0] * kernel[1]);
    this.#stride = functional.pair('Conv2d: stride', options.stride ?? 1);
    this.#padding = functional.pair('Conv2d: padding', options.padding ?? 0, 0);
    this.weight = new Parameter([outChannels, inChannels, ...kernel], init.uniformIn(bound));
    this.bias = options.bias === false ? undefined : new Parameter([outChannels], init.uniformIn(bound));
  }

  forward(x: Tensor): Tensor {
    return functional.conv2d(x, this.weight, this.bias, { stride: this.#stride, padding: this.#padding });
  }

  override extraRepr(): string {
    const [outChannels, inChannels, ...kernel] = this.weight.shape;
    const parts = [
      `${inChannels}, ${outChannels}, kernel_size=(${kernel.join(', ')}), stride=(${this.#stride.join(', ')})`,
    ];
    if (this.#padding.some((size) => size > 0)) parts.push(`padding=(${this.#padding.join(', ')})`);
    if (this.bias === undefined) parts.push('bias=False');
    return parts.join(', ');
  }
}
