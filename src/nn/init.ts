// How parameters draw their first values. Each function sets the rule; the numbers come with a seed, at `initialize`.
import type { Shape } from '../graph/shape.ts';
import type { Initializer, Parameter } from './parameter.ts';

/**
 * Normal with std = √2 / √fanIn, which keeps the variance of activations through ReLU layers.
 * see: He et al., "Delving deep into rectifiers", 2015; torch.nn.init.kaiming_normal_(nonlinearity='relu')
 */
export function kaimingNormal(parameter: Parameter): void {
  const deviation = Math.SQRT2 / Math.sqrt(fanIn(parameter.shape));
  parameter.initializer = (random, index) => random.normal(index) * deviation;
}

/**
 * Uniform in ±√(6 / (fanIn + fanOut)).
 * see: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010
 */
export function xavierUniform(parameter: Parameter): void {
  const { shape } = parameter;
  parameter.initializer = uniformIn(Math.sqrt(6 / (fanIn(shape) + fanOut(shape))));
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
