// The second program of a training step: gradients, which are there already, become updates of the parameters.
import { type Graph, graphInputs } from '../graph/graph.ts';
import { GraphBuilder } from '../graph/graph-builder.ts';
import type { Node } from '../graph/node.ts';
import { opTable } from '../ops/op-table.ts';
import { gradientName } from './gradient.ts';
import { nextName } from './interim.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { groupParameters, type LearnedParameter } from './optimizers/parameter-groups.ts';

/** Name of the graph input, one element, that holds the learning rate of the step. */
export const learningRateName = 'learningRate';
/** Name of the graph input, one element, that gradients are multiplied with: 1 / the sum of the labels' weights. */
export const gradientScaleName = 'gradientScale';

/** What every update is given. */
export interface UpdateNumbers {
  readonly learningRate: number;
  /** 1 / the sum of the labels' weights. */
  readonly gradientScale: number;
  /** Number of this update, counted from 1 over all epochs. */
  readonly update: number;
}

/**
 * The graph that ends a step: gradients, which are there already, become updates of the parameters; buffers take their next
 * values. Gradients are sums; `gradientScale` makes means of them. Parameters that are treated alike come together.
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
  for (const [{ learningRateFactor, weightDecay }, group] of groupParameters(parameters, optimizer)) {
    const learningRate = scalar(rateName(learningRateFactor));
    const gradientScale = scalar(gradientScaleName);
    for (const { name, shape } of group) {
      const type = { shape, dtype: 'float32' } as const;
      const parameter = graph.input(name, 'parameter', type);
      const sum = graph.input(gradientName(name), 'interim', type, { like: name });
      const gradient = graph.add('multiply', {}, [sum, gradientScale]);
      const state = (kind: string) => graph.input(`${kind}.${name}`, 'optimizer', type, { like: name });
      const update = optimizer.update({ graph, parameter, gradient, learningRate, weightDecay, scalar, state });
      updates.set(name, update.parameter);
      for (const [input, value] of update.state ?? []) updates.set(input.attrs.name, value);
    }
  }
  for (const { name, shape } of buffers) {
    const type = { shape, dtype: 'float32' } as const;
    graph.input(name, 'buffer', type);
    updates.set(name, graph.input(nextName(name), 'interim', type, { like: name }));
  }
  return graph.build('update', new Map(), updates);
}

/** The inputs of a step's `update` program: learning rates, the gradients' scale, the optimizer's own numbers. */
export function updateInputs(
  update: Graph,
  optimizer: Pick<Optimizer, 'groups' | 'scalars'>,
  { learningRate, gradientScale, update: number }: UpdateNumbers,
): Readonly<Record<string, Float32Array>> {
  const factors = (optimizer.groups ?? []).map(({ learningRateFactor = 1 }) => learningRateFactor);
  const values = new Map([
    ...Object.entries(optimizer.scalars?.(number) ?? {}),
    ...[1, ...factors].map((factor) => [rateName(factor), learningRate * factor] as const),
    [gradientScaleName, gradientScale] as const,
  ]);
  const asked = graphInputs(update).filter(({ attrs }) => attrs.role === 'hyperparameter');
  return Object.fromEntries(
    asked.flatMap(({ attrs: { name } }) => {
      const value = values.get(name);
      return value === undefined ? [] : [[name, Float32Array.of(value)]];
    }),
  );
}

/** Name of the graph input that holds a group's own learning rate. */
function rateName(factor: number): string {
  return factor === 1 ? learningRateName : `${learningRateName}*${factor}`;
}
