// Stochastic gradient descent, with momentum if that is wanted.
import { OptionError } from '../../errors/option-error.ts';
import { requireFinite, requireType } from '../../errors/require-option.ts';
import type { Node } from '../../graph/node.ts';
import { GroupedOptimizer, type OptimizerOptions } from './grouped-optimizer.ts';
import type { Update, UpdateContext } from './optimizer.ts';

/** What `new SGD` takes. */
export interface SGDOptions extends OptimizerOptions {
  /** L2 penalty, added to the gradient; default 0. */
  readonly weightDecay?: number;
  /** Default 0: none. */
  readonly momentum?: number;
  /** Look-ahead momentum; default false. */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent, with torch.optim.SGD's formulas:
 *   d = g + weightDecay·p    v ← momentum·v + d    p ← p − lr·v    (Nesterov: p ← p − lr·(d + momentum·v))
 * @example
 * ```ts
 * import { SGD } from 'googlenet';
 * const optimizer = new SGD({ learningRate: 0.05, momentum: 0.9, weightDecay: 5e-4, nesterov: true });
 * ```
 */
export class SGD extends GroupedOptimizer {
  readonly momentum: number;
  readonly nesterov: boolean;

  /** @throws OptionError for a negative or non-finite value, Nesterov without momentum, or a group that is none */
  constructor(options: SGDOptions) {
    super(options);
    const { momentum = 0, nesterov = false } = options;
    requireFinite('SGD: momentum', momentum);
    requireType('SGD: nesterov', nesterov, 'boolean');
    if (nesterov && momentum === 0)
      throw new OptionError('SGD: nesterov needs a momentum', { hint: 'momentum 0.9 is usual' });
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  update({ graph, parameter, gradient, learningRate, weightDecay = this.weightDecay, state }: UpdateContext): Update {
    const plus = (a: Node, b: Node) => graph.add('add', {}, [a, b]);
    const times = (factor: number, a: Node) => graph.add('scale', { factor }, [a]);
    const step = (direction: Node) =>
      graph.add('subtract', {}, [parameter, graph.add('multiply', {}, [direction, learningRate])]);

    const decayed = weightDecay === 0 ? gradient : plus(gradient, times(weightDecay, parameter));
    if (this.momentum === 0) return { parameter: step(decayed) };
    const velocity = state('momentum');
    const moved = plus(times(this.momentum, velocity), decayed);
    const direction = this.nesterov ? plus(decayed, times(this.momentum, moved)) : moved;
    return { parameter: step(direction), state: new Map([[velocity, moved]]) };
  }
}
