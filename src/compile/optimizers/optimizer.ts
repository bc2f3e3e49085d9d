// What an optimizer is: how a parameter moves, as graph code. What it remembers is state of the graph, so it stays with the
// engine and is saved like a parameter.
import type { GraphBuilder } from '../../graph/graph-builder.ts';
import type { Node, NodeOf } from '../../graph/node.ts';
import type { ParameterGroup } from './parameter-groups.ts';

/**
 * What an optimizer is given for one parameter, as nodes of a training step's graph. It is asked once for each, when
 * a step is built.
 */
export interface UpdateContext {
  readonly graph: GraphBuilder;
  readonly parameter: NodeOf<'input'>;
  /** Gradient of the mean loss. */
  readonly gradient: Node;
  /** Learning rate of this parameter, [1], its group's factor included. */
  readonly learningRate: Node;
  /** What the parameter's group says; undefined: the optimizer's own weight decay holds. */
  readonly weightDecay: number | undefined;
  /** One of the optimizer's own numbers of the step, [1]. */
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

/** What moves the parameters. One of your own builds the graph of its update: see `SGD`, which is thirty lines. */
export interface Optimizer {
  /** Learning rate of the first step; a schedule may change it. */
  readonly learningRate: number;
  /** Parameters that are treated otherwise than the rest; of several groups that fit one, the first holds. */
  readonly groups?: readonly ParameterGroup[];
  /** Whether parameters of one axis, biases and the factors of normalisations, are decayed like others. Default true. */
  readonly decayBiases?: boolean;
  /** All that decides how it moves parameters but the learning rate, as text: a training goes on only with the same. */
  readonly settings?: string;
  /** Numbers that change from step to step, e.g. `{ biasCorrection: … }`; `scalar` reads them. @param update from 1 */
  scalars?(update: number): Readonly<Record<string, number>>;
  update(context: UpdateContext): Update;
}
