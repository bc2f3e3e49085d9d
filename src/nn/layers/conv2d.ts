// 2-D convolution layer.
import { OptionError } from '../../errors/option-error.ts';
import { requireType, requireWhole } from '../../errors/require-option.ts';
import type { ConvolutionAttrs } from '../../graph/op-attrs.ts';
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
  /** Rows and columns from one tap of the kernel to the next. Default 1. */
  readonly dilation?: functional.Size;
  /** Equal parts that both numbers of channels are cut into, each convolved by itself; inChannels: depthwise. Default 1. */
  readonly groups?: number;
  /** Default true. */
  readonly bias?: boolean;
}

/**
 * x [N, inChannels, H, W] → [N, outChannels, P, Q]. Starts as torch.nn.Conv2d does: uniform in ±1/√fanIn.
 * @example
 * ```ts
 * import { nn } from 'googlenet';
 * const layer = new nn.Conv2d(3, 64, 7, { stride: 2, padding: 3 });
 * ```
 */
export class Conv2d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  readonly groups: number;
  readonly #attrs: ConvolutionAttrs;

  constructor(inChannels: number, outChannels: number, kernelSize: functional.Size, options: Conv2dOptions = {}) {
    super();
    requireWhole('Conv2d: inChannels', inChannels);
    requireWhole('Conv2d: outChannels', outChannels);
    requireType('Conv2d: bias', options.bias ?? true, 'boolean');
    const kernel = functional.pair('Conv2d: kernelSize', kernelSize);
    const { groups = 1 } = options;
    requireWhole('Conv2d: groups', groups);
    requireMultiple('Conv2d: inChannels', inChannels, groups);
    requireMultiple('Conv2d: outChannels', outChannels, groups);
    const groupChannels = inChannels / groups;
    const bound = 1 / Math.sqrt(groupChannels * kernel[0] * kernel[1]);
    const dilation = functional.pair('Conv2d: dilation', options.dilation ?? 1);
    this.groups = groups;
    this.#attrs = {
      stride: functional.pair('Conv2d: stride', options.stride ?? 1),
      padding: functional.pair('Conv2d: padding', options.padding ?? 0, 0),
      ...(dilation.every((step) => step === 1) ? {} : { dilation }),
      ...(groups === 1 ? {} : { groups }),
    };
    this.weight = new Parameter([outChannels, groupChannels, ...kernel], init.uniformIn(bound));
    this.bias = options.bias === false ? undefined : new Parameter([outChannels], init.uniformIn(bound));
  }

  forward(x: Tensor): Tensor {
    return functional.conv2d(x, this.weight, this.bias, this.#attrs);
  }

  override extraRepr(): string {
    const [outChannels, groupChannels, ...kernel] = this.weight.shape;
    const { stride, padding, dilation } = this.#attrs;
    const parts = [
      `${groupChannels * this.groups}, ${outChannels}, kernel_size=(${kernel.join(', ')}), stride=(${stride.join(', ')})`,
    ];
    if (padding.some((size) => size > 0)) parts.push(`padding=(${padding.join(', ')})`);
    if (dilation !== undefined) parts.push(`dilation=(${dilation.join(', ')})`);
    if (this.groups !== 1) parts.push(`groups=${this.groups}`);
    if (this.bias === undefined) parts.push('bias=False');
    return parts.join(', ');
  }
}

function requireMultiple(name: string, channels: number, groups: number): void {
  if (channels % groups === 0) return;
  throw new OptionError(`${name} is ${channels}, expected a multiple of groups ${groups}`);
}
