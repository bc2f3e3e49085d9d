// How parameters draw their first values. Each function sets the rule; the numbers come with a seed, at `initialize`.
import { requireChoice, requireFinite } from '../errors/require-option.ts';
import type { Shape } from '../graph/shape.ts';
import type { Initializer, Parameter } from './parameter.ts';

/**
 * Normal with std = √2 / √fan, which keeps the variance of activations through ReLU layers (`fanIn`), or that of their
 * gradients (`fanOut`).
 * see: He et al., "Delving deep into rectifiers", 2015; torch.nn.init.kaiming_normal_(nonlinearity='relu')
 */
export function kaimingNormal(
  parameter: Parameter,
  { mode = 'fanIn' }: { readonly mode?: 'fanIn' | 'fanOut' } = {},
): void {
  requireChoice('kaimingNormal: mode', mode, ['fanIn', 'fanOut']);
  const fan = mode === 'fanIn' ? fanIn(parameter.shape) : fanOut(parameter.shape);
  const deviation = Math.SQRT2 / Math.sqrt(fan);
  parameter.initializer = (random, index) => random.normal(index) * deviation;
}

/**
 * Normal with mean 0, and nothing outside of ±limit: torch.nn.init.trunc_normal_(std=deviation, a=-limit, b=limit).
 * @throws OptionError for a limit below the deviation, which would leave little of a normal distribution
 */
export function truncatedNormal(parameter: Parameter, deviation: number, limit: number): void {
  requireFinite('truncatedNormal: deviation', deviation);
  requireFinite('truncatedNormal: limit', limit, { least: deviation });
  parameter.initializer = (random, index) => {
    // A number outside is drawn again, far behind the indices of all others.
    for (let attempt = 0; ; attempt++) {
      const value = random.normal(index + attempt * 2 ** 32) * deviation;
      if (Math.abs(value) <= limit) return value;
    }
  };
}

/**
 * Uniform in ±√(6 / (fanIn + fanOut)).
 * see: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010
 */
export function xavierUniform(parameter: Parameter): void {
  const { shape } = parameter;
  parameter.initializer = uniformIn(Math.sqrt(6 / (fanIn(shape) + fanOut(shape))));
}

/** Uniform in ±√(3 / fanIn): what Caffe calls xavier. */
export function caffeXavier(parameter: Parameter): void {
  parameter.initializer = uniformIn(Math.sqrt(3 / fanIn(parameter.shape)));
}

/** All the same: PyTorch's nn.init.constant_. */
export function constant(parameter: Parameter, value: number): void {
  requireFinite('constant: value', value, { least: Number.NEGATIVE_INFINITY });
  parameter.initializer = () => value;
}

/** All 0: PyTorch's nn.init.zeros_. */
export function zeros(parameter: Parameter): void {
  parameter.initializer = () => 0;
}

/** The rule itself, for a layer's default: uniform in ±bound. */
export function uniformIn(bound: number): Initializer {
  return (random, index) => (2 * random.uniform(index) - 1) * bound;
}

/** Inputs that one output sees: C·R·S of [K, C, R, S], inFeatures of [outFeatures, inFeatures]. */
function fanIn([, ...rest]: Shape): number {
  return rest.reduce((product, length) => product * length, 1);
}

/** Outputs that one input reaches: K·R·S of [K, C, R, S]. */
function fanOut([k, , ...window]: Shape): number {
  return window.reduce((product, length) => product * length, k);
}
