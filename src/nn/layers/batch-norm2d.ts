// Batch normalisation. see: Ioffe and Szegedy, "Batch normalization", 2015
import { requireFinite, requireType, requireWhole } from '../../errors/require-option.ts';
import { Buffer } from '../buffer.ts';
import * as functional from '../functional.ts';
import { Module } from '../module.ts';
import { Parameter } from '../parameter.ts';
import { printFloat } from '../print-float.ts';
import type { Tensor } from '../tensor.ts';

/** What `new BatchNorm2d` takes besides the number of channels. */
export interface BatchNormOptions {
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number;
  /** Share of a batch's statistics in the running ones. Default 0.1. */
  readonly momentum?: number;
  /** Whether it has a weight and a bias. Default true. */
  readonly affine?: boolean;
}

/**
 * x [N, C, H, W] → the same, each channel with mean 0 and variance 1, then times its weight plus its bias. In training by the
 * statistics of the batch, whose running means it keeps; in an evaluation by these. One whose parameters are all frozen is
 * always in evaluation. torch.nn.BatchNorm2d.
 */
export class BatchNorm2d extends Module {
  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;
  readonly running_mean: Buffer;
  /** Running mean of the unbiased variance. */
  readonly running_var: Buffer;
  readonly num_batches_tracked: Buffer;
  readonly #channels: number;
  readonly #eps: number;
  readonly #momentum: number;

  constructor(channels: number, { eps = 1e-5, momentum = 0.1, affine = true }: BatchNormOptions = {}) {
    super();
    requireWhole('BatchNorm2d: channels', channels);
    requireFinite('BatchNorm2d: eps', eps, { least: Number.MIN_VALUE });
    requireFinite('BatchNorm2d: momentum', momentum, { most: 1 });
    requireType('BatchNorm2d: affine', affine, 'boolean');
    this.#channels = channels;
    this.#eps = eps;
    this.#momentum = momentum;
    this.weight = affine ? new Parameter([channels], () => 1) : undefined;
    this.bias = affine ? new Parameter([channels], () => 0) : undefined;
    this.running_mean = new Buffer([channels]);
    this.running_var = new Buffer([channels], { value: 1, least: 0 });
    this.num_batches_tracked = new Buffer([], { isCount: true });
  }

  forward(x: Tensor): Tensor {
    const { running_mean: mean, running_var: variance, weight, bias } = this;
    const affine = { weight, bias, eps: this.#eps };
    if (x.tracer.mode === 'evaluation' || this.#isFrozen) {
      return functional.batchNorm(x, { ...affine, mean, variance });
    }
    const y = functional.batchNorm(x, affine);
    functional.trackStatistics(x, { mean, variance, count: this.num_batches_tracked, momentum: this.#momentum });
    return y;
  }

  override extraRepr(): string {
    const affine = this.weight === undefined ? 'False' : 'True';
    return `${this.#channels}, eps=${printFloat(this.#eps)}, momentum=${printFloat(this.#momentum)}, affine=${affine}, track_running_stats=True`;
  }

  get #isFrozen(): boolean {
    const parameters = [...this.ownParameters()];
    return parameters.length > 0 && parameters.every(([, { requiresGrad }]) => !requiresGrad);
  }
}
