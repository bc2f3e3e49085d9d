// Pooling layers: x [N, C, H, W] → [N, C, P, Q].
import { OptionError } from '../../errors/option-error.ts';
import type { PoolAttrs } from '../../graph/op-attrs.ts';
import * as functional from '../functional.ts';
import { Module } from '../module.ts';
import type { Tensor } from '../tensor.ts';

/** What pooling layers take besides the kernel. Sizes in rows and columns. */
export interface PoolOptions {
  /** Default: the kernel size, so that windows do not overlap. */
  readonly stride?: functional.Size;
  /** Default 0; at most half of the kernel. */
  readonly padding?: functional.Size;
}

abstract class Pool2d extends Module {
  /** As given, for the summary's column. */
  readonly kernelSize: functional.Size;
  protected readonly attrs: PoolAttrs;

  constructor(kernelSize: functional.Size, options: PoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.attrs = {
      kernel: functional.pair(`${this.constructor.name}: kernelSize`, kernelSize),
      stride: functional.pair(`${this.constructor.name}: stride`, options.stride ?? kernelSize),
      padding: functional.pair(`${this.constructor.name}: padding`, options.padding ?? 0, 0),
    };
  }

  override extraRepr(): string {
    const print = ([rows, columns]: readonly [number, number]) => (rows === columns ? rows : `(${rows}, ${columns})`);
    const { kernel, stride, padding } = this.attrs;
    return `kernel_size=${print(kernel)}, stride=${print(stride)}, padding=${print(padding)}`;
  }
}

/** Largest value of each window. Output sizes round down. */
export class MaxPool2d extends Pool2d {
  forward(x: Tensor): Tensor {
    return functional.maxPool2d(x, this.attrs);
  }
}

/** Mean of each window, padding counted as zeros. Output sizes round down. */
export class AvgPool2d extends Pool2d {
  forward(x: Tensor): Tensor {
    return functional.averagePool2d(x, this.attrs);
  }
}

/** Mean over all rows and columns, whatever the image size: [N, C, H, W] → [N, C, 1, 1]. */
export class AdaptiveAvgPool2d extends Module {
  constructor(outputSize: number) {
    super();
    if (outputSize !== 1) {
      throw new OptionError(`AdaptiveAvgPool2d: output size ${outputSize} is not supported`, {
        hint: 'use 1, or AvgPool2d with a kernel',
      });
    }
  }

  forward(x: Tensor): Tensor {
    return functional.globalAveragePool2d(x);
  }

  override extraRepr(): string {
    return 'output_size=1';
  }
}
