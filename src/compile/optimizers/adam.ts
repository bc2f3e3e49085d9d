// Adam and AdamW: steps by a running mean of the gradients over the root of a running mean of their squares. Both means
// begin at zero; what they lack for that is a number of the step, so nothing more is remembered.
// see: Kingma and Ba, "Adam", 2015; Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019
import { OptionError } from '../../errors/option-error.ts';
import { requireFinite, requireType } from '../../errors/require-option.ts';
import type { GraphBuilder } from '../../graph/graph-builder.ts';
import type { Node } from '../../graph/node.ts';
import { GroupedOptimizer, type OptimizerOptions } from './grouped-optimizer.ts';
import type { Update, UpdateContext } from './optimizer.ts';

/** What `new Adam` and `new AdamW` take. */
export interface AdamOptions extends Omit<OptimizerOptions, 'learningRate'> {
  /** Default 0.001. */
  readonly learningRate?: number;
  /** How much the means of gradients and of their squares keep in each step. Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the root, so that nothing is divided by zero. Default 1e-8. */
  readonly epsilon?: number;
  /** Adam: an L2 penalty, added to the gradient, by default 0. AdamW: taken off the parameter, by default 0.01. */
  readonly weightDecay?: number;
}

/** The inverse of a smaller epsilon would leave float32's range. */
const leastEpsilon = 1e-30;

/** What both have in common: the step, of a gradient and a parameter that may have been decayed. */
export abstract class AdaptiveOptimizer extends GroupedOptimizer {
  readonly betas: readonly [number, number];
  readonly epsilon: number;

  constructor(options: AdamOptions) {
    super({ learningRate: 0.001, ...options });
    const { betas = [0.9, 0.999], epsilon = 1e-8 } = options;
    const name = this.constructor.name;
    requireType(`${name}: betas`, betas, Array, { hint: 'give two numbers, such as [0.9, 0.999]' });
    if (betas.length !== 2) throw new OptionError(`${name}: betas has ${betas.length} numbers, expected 2`);
    for (const beta of betas) requireFinite(`${name}: betas`, beta, { most: 1 - Number.EPSILON });
    requireFinite(`${name}: epsilon`, epsilon, { least: leastEpsilon });
    this.betas = [betas[0], betas[1]];
    this.epsilon = epsilon;
  }

  /** What makes of both means what they would be, had they not begun at zero. */
  scalars(update: number): Readonly<Record<string, number>> {
    const [meanCorrection, squareCorrection] = this.betas.map((beta) => 1 / (1 - beta ** update));
    return { meanCorrection, squareCorrection };
  }

  abstract override update(context: UpdateContext): Update;

  protected step({ graph, learningRate, scalar, state }: UpdateContext, parameter: Node, gradient: Node): Update {
    const add = (a: Node, b: Node) => graph.add('add', {}, [a, b]);
    const multiply = (a: Node, b: Node) => graph.add('multiply', {}, [a, b]);
    const scale = (factor: number, a: Node) => graph.add('scale', { factor }, [a]);
    const [mean, square] = [state('expAvg'), state('expAvgSq')];
    const [keepMean, keepSquare] = this.betas;
    const nextMean = add(scale(keepMean, mean), scale(1 - keepMean, gradient));
    const nextSquare = add(scale(keepSquare, square), scale(1 - keepSquare, multiply(gradient, gradient)));
    const root = graph.add('squareRoot', {}, [multiply(nextSquare, scalar('squareCorrection'))]);
    const denominator = graph.add('scale', { factor: 1, offset: this.epsilon }, [root]);
    const direction = multiply(graph.add('divide', {}, [nextMean, denominator]), scalar('meanCorrection'));
    return {
      parameter: graph.add('subtract', {}, [parameter, multiply(direction, learningRate)]),
      state: new Map([
        [mean, nextMean],
        [square, nextSquare],
      ]),
    };
  }
}

/**
 * Adam, with torch.optim.Adam's formulas; t is the number of the update, from 1:
 *   d = g + weightDecay·p    m ← β₁·m + (1 − β₁)·d    v ← β₂·v + (1 − β₂)·d²
 *   p ← p − lr · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + epsilon)
 * @example
 * ```ts
 * import { Adam } from 'googlenet';
 * const optimizer = new Adam({ learningRate: 1e-3 });
 * ```
 */
export class Adam extends AdaptiveOptimizer {
  /** @throws OptionError for a value that is out of its range, or a group that is none */
  constructor(options: AdamOptions = {}) {
    super(options);
  }

  update(context: UpdateContext): Update {
    const { graph, parameter, gradient, weightDecay = this.weightDecay } = context;
    return this.step(
      context,
      parameter,
      weightDecay === 0 ? gradient : decayed(graph, gradient, parameter, weightDecay),
    );
  }
}

/**
 * Adam with a weight decay that is not a part of the gradient, with torch.optim.AdamW's formulas:
 *   p ← p − lr·weightDecay·p, then Adam's step
 * @example
 * ```ts
 * import { AdamW } from 'googlenet';
 * const optimizer = new AdamW({ learningRate: 1e-3, weightDecay: 0.05, decayBiases: false });
 * ```
 */
export class AdamW extends AdaptiveOptimizer {
  /** @throws OptionError for a value that is out of its range, or a group that is none */
  constructor(options: AdamOptions = {}) {
    super({ weightDecay: 0.01, ...options });
  }

  update(context: UpdateContext): Update {
    const { graph, parameter, gradient, learningRate, weightDecay = this.weightDecay } = context;
    if (weightDecay === 0) return this.step(context, parameter, gradient);
    const kept = graph.add('scale', { factor: -weightDecay, offset: 1 }, [learningRate]);
    return this.step(context, graph.add('multiply', {}, [parameter, kept]), gradient);
  }
}

function decayed(graph: GraphBuilder, gradient: Node, parameter: Node, weightDecay: number): Node {
  return graph.add('add', {}, [gradient, graph.add('scale', { factor: weightDecay }, [parameter])]);
}
