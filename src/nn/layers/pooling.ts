// Pooling layers: x [N, C, H, W] → [N, C, P, Q].
import { requireType } from '../../errors/require-option.ts';
import type { Pair, PoolAttrs } from '../../graph/op-attrs.ts';
import * as functional from '../functional.ts';
import { Module } from '../module.ts';
import type { Tensor } from '../tensor.ts';

/** What pooling layers take besides the kernel. Sizes in rows and columns. */
export interface PoolOptions {
  /** Default: the kernel size, so that windows do not overlap. */
  readonly stride?: functional.Size;
  /** Default 0; at most half of the kernel. */
  readonly padding?: functional.Size;
  /** Rounds output sizes up: a last window may hang over the end if it begins before it. Default false. */
  readonly ceilMode?: boolean;
}

/** What `new AvgPool2d` takes besides the kernel. */
export interface AvgPoolOptions extends PoolOptions {
  /** Whether the zeros of the padding count as elements of the mean. Default true. */
  readonly countIncludePad?: boolean;
}

/** What all pools share. */
export abstract class Pool2d extends Module {
  /** As given, for the summary's column. */
  readonly kernelSize: functional.Size;
  protected readonly attrs: PoolAttrs;

  constructor(kernelSize: functional.Size, { stride, padding, ceilMode = false }: PoolOptions = {}) {
    super();
    const layer = this.constructor.name;
    requireType(`${layer}: ceilMode`, ceilMode, 'boolean');
    this.kernelSize = kernelSize;
    this.attrs = {
      kernel: functional.pair(`${layer}: kernelSize`, kernelSize),
      stride: functional.pair(`${layer}: stride`, stride ?? kernelSize),
      padding: functional.pair(`${layer}: padding`, padding ?? 0, 0),
      ...(ceilMode ? { ceilMode } : {}),
    };
  }

  override extraRepr(): string {
    const { kernel, stride, padding } = this.attrs;
    return `kernel_size=${printSize(kernel)}, stride=${printSize(stride)}, padding=${printSize(padding)}`;
  }
}

/** Largest value of each window. */
export class MaxPool2d extends Pool2d {
  forward(x: Tensor): Tensor {
    return functional.maxPool2d(x, this.attrs);
  }

  override extraRepr(): string {
    return `${super.extraRepr()}, dilation=1, ceil_mode=${this.attrs.ceilMode === true ? 'True' : 'False'}`;
  }
}

/** Mean of each window. What a window of ceil mode sees behind the padding never counts. */
export class AvgPool2d extends Pool2d {
  readonly #countIncludePad: boolean;

  constructor(kernelSize: functional.Size, options: AvgPoolOptions = {}) {
    super(kernelSize, options);
    const { countIncludePad = true } = options;
    requireType('AvgPool2d: countIncludePad', countIncludePad, 'boolean');
    this.#countIncludePad = countIncludePad;
  }

  forward(x: Tensor): Tensor {
    const countIncludePad = this.#countIncludePad;
    return functional.averagePool2d(x, countIncludePad ? this.attrs : { ...this.attrs, countIncludePad });
  }
}

/** Mean of as many windows as outputs are wanted, whatever the image size: [N, C, H, W] → [N, C, rows, columns]. */
export class AdaptiveAvgPool2d extends Module {
  readonly #outputSize: functional.Size;

  constructor(outputSize: functional.Size) {
    super();
    functional.pair('AdaptiveAvgPool2d: output size', outputSize);
    this.#outputSize = outputSize;
  }

  forward(x: Tensor): Tensor {
    return functional.adaptiveAveragePool2d(x, this.#outputSize);
  }

  override extraRepr(): string {
    const size = this.#outputSize;
    return `output_size=${typeof size === 'number' ? size : `(${size.join(', ')})`}`;
  }
}

/** As PyTorch prints it where it was given one number. */
function printSize([rows, columns]: Pair): string {
  return rows === columns ? `${rows}` : `(${rows}, ${columns})`;
}
