// Optimizers: how a parameter moves, as graph code. What an optimizer remembers is state of the graph, so it stays
// with the engine and is saved like a parameter.
import { OptionError } from '../errors/option-error.ts';
import { requireFinite, requireType } from '../errors/require-option.ts';
import type { Graph } from '../graph/graph.ts';
import { GraphBuilder } from '../graph/graph-builder.ts';
import type { Node, NodeOf } from '../graph/node.ts';
import type { Shape } from '../graph/shape.ts';
import { opTable } from '../ops/op-table.ts';
import { gradientName } from './gradient.ts';
import { nextName } from './interim.ts';

/** Name of the graph input, one element, that holds the learning rate of the step. */
export const learningRateName = 'learningRate';
/** Name of the graph input, one element, that gradients are multiplied with: 1 / the sum of the labels' weights. */
export const gradientScaleName = 'gradientScale';

/**
 * What an optimizer is given for one parameter, as nodes of a training step's graph. It is asked once for each, when
 * a step is built.
 */
export interface UpdateContext {
  readonly graph: GraphBuilder;
  readonly parameter: NodeOf<'input'>;
  /** Of the mean loss. */
  readonly gradient: Node;
  /** [1] */
  readonly learningRate: Node;
  /** [1]: one of the optimizer's own numbers of the step. */
  readonly scalar: (name: string) => Node;
  /** Declares a tensor of the parameter's shape that starts as zeros and is kept between steps. */
  readonly state: (name: string) => NodeOf<'input'>;
}

/** What an optimizer makes of one parameter, as nodes of the graph. */
export interface Update {
  readonly parameter: Node;
  /** New value of each declared state. */
  readonly state?: ReadonlyMap<NodeOf<'input'>, Node>;
}

/** What moves the parameters. One of your own builds the graph of its update: see `SGD`, which is forty lines. */
export interface Optimizer {
  /** Of the first step; a schedule may change it. */
  readonly learningRate: number;
  /** Numbers that are others in each step, e.g. `{ biasCorrection: … }`: asked for with `scalar`. @param update from 1 */
  scalars?(update: number): Readonly<Record<string, number>>;
  update(context: UpdateContext): Update;
}

/** What `new SGD` takes. */
export interface SGDOptions {
  readonly learningRate: number;
  /** Default 0: none. */
  readonly momentum?: number;
  /** Look-ahead momentum; default false. */
  readonly nesterov?: boolean;
  /** L2 penalty, added to the gradient; default 0. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent, with torch.optim.SGD's formulas:
 *   d = g + weightDecay·p    v ← momentum·v + d    p ← p − lr·v    (Nesterov: p ← p − lr·(d + momentum·v))
 */
export class SGD implements Optimizer {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;

  /** @throws OptionError for a negative or non-finite value, or Nesterov without momentum */
  constructor({ learningRate, momentum = 0, nesterov = false, weightDecay = 0 }: SGDOptions) {
    for (const [name, value] of Object.entries({ learningRate, momentum, weightDecay })) {
      requireFinite(`SGD: ${name}`, value);
    }
    requireType('SGD: nesterov', nesterov, 'boolean');
    if (nesterov && momentum === 0)
      throw new OptionError('SGD: nesterov needs a momentum', { hint: 'momentum 0.9 is usual' });
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.weightDecay = weightDecay;
  }

  update({ graph, parameter, gradient, learningRate, state }: UpdateContext): Update {
    const plus = (a: Node, b: Node) => graph.add('add', {}, [a, b]);
    const times = (factor: number, a: Node) => graph.add('scale', { factor }, [a]);
    const step = (direction: Node) =>
      graph.add('subtract', {}, [parameter, graph.add('multiply', {}, [direction, learningRate])]);

    const decayed = this.weightDecay === 0 ? gradient : plus(gradient, times(this.weightDecay, parameter));
    if (this.momentum === 0) return { parameter: step(decayed) };
    const velocity = state('momentum');
    const moved = plus(times(this.momentum, velocity), decayed);
    const direction = this.nesterov ? plus(decayed, times(this.momentum, moved)) : moved;
    return { parameter: step(direction), state: new Map([[velocity, moved]]) };
  }
}

/** A parameter that is learned. */
export interface LearnedParameter {
  readonly name: string;
  readonly shape: Shape;
}

/**
 * The graph that ends a step: gradients, which are there already, become updates of the parameters; buffers take their next
 * values. Gradients are sums; `gradientScale` makes means of them.
 * @param buffers whose next values are there
 */
export function updateGraph(
  parameters: readonly LearnedParameter[],
  buffers: readonly LearnedParameter[],
  optimizer: Optimizer,
): Graph {
  const graph = new GraphBuilder(opTable);
  const updates = new Map<string, Node>();
  const scalars = new Map<string, Node>();
  const scalar = (name: string): Node => {
    const known = scalars.get(name) ?? graph.input(name, 'hyperparameter', { shape: [1], dtype: 'float32' });
    scalars.set(name, known);
    return known;
  };
  const learningRate = scalar(learningRateName);
  const gradientScale = scalar(gradientScaleName);

  for (const { name, shape } of parameters) {
    const type = { shape, dtype: 'float32' } as const;
    const parameter = graph.input(name, 'parameter', type);
    const sum = graph.input(gradientName(name), 'interim', type, { like: name });
    const gradient = graph.add('multiply', {}, [sum, gradientScale]);
    const state = (kind: string) => graph.input(`${kind}.${name}`, 'optimizer', type, { like: name });
    const update = optimizer.update({ graph, parameter, gradient, learningRate, scalar, state });
    updates.set(name, update.parameter);
    for (const [input, value] of update.state ?? []) updates.set(input.attrs.name, value);
  }
  for (const { name, shape } of buffers) {
    const type = { shape, dtype: 'float32' } as const;
    graph.input(name, 'buffer', type);
    updates.set(name, graph.input(nextName(name), 'interim', type, { like: name }));
  }
  return graph.build('update', new Map(), updates);
}
