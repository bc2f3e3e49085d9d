// Averages of what is learned, over the steps of a training: a third program that follows some updates, and evaluations that
// read the averages in the place of the model's own tensors.
import type { Graph } from '../graph/graph.ts';
import { GraphBuilder } from '../graph/graph-builder.ts';
import type { NodeOf } from '../graph/node.ts';
import { rewriteGraph } from '../graph/rewrite-graph.ts';
import type { Shape } from '../graph/shape.ts';
import { Buffer } from '../nn/buffer.ts';
import type { Module } from '../nn/module.ts';
import { opTable } from '../ops/op-table.ts';

/** Name of the graph input, one element, that holds how much of the averages is kept. */
export const averageDecayName = 'averageDecay';

/** Name of the resident tensor that holds the average of a parameter or buffer. */
export function averageName(tensor: string): string {
  return `average.${tensor}`;
}

/**
 * averageDecay → nothing; moves the average of each parameter and buffer, counts aside, towards its value:
 *   a ← p + averageDecay·(a − p)
 */
export function averageGraph(model: Module): Graph {
  const graph = new GraphBuilder(opTable);
  const decay = graph.input(averageDecayName, 'hyperparameter', { shape: [1], dtype: 'float32' });
  const updates = [...model.namedTensors()]
    .filter(([, held]) => isAveraged(held.shape))
    .map(([name, held]) => {
      const type = { shape: held.shape, dtype: 'float32' } as const;
      const value = graph.input(name, held instanceof Buffer ? 'buffer' : 'parameter', type);
      const average = graph.input(averageName(name), 'average', type, { like: name });
      const kept = graph.add('multiply', {}, [graph.add('subtract', {}, [average, value]), decay]);
      return [averageName(name), graph.add('add', {}, [value, kept])] as const;
    });
  return graph.build('average', new Map(), new Map(updates));
}

/** The same evaluation, reading the averages in place of the tensors themselves. */
export function ofAverages(evaluation: Graph): Graph {
  return rewriteGraph(evaluation, opTable, (node, _, builder) => (isHeld(node) ? renamed(node, builder) : undefined));
}

/** A number without axes is a count, such as that of the batches that a normalisation has seen. */
function isAveraged(shape: Shape): boolean {
  return shape.length > 0;
}

function isHeld(node: Graph['nodes'][number]): node is NodeOf<'input'> {
  if (node.op !== 'input' || !isAveraged(node.shape)) return false;
  return node.attrs.role === 'parameter' || node.attrs.role === 'buffer';
}

function renamed(node: NodeOf<'input'>, builder: GraphBuilder): NodeOf<'input'> {
  const { name, role: _, ...more } = node.attrs;
  return builder.input(averageName(name), 'average', node, { ...more, like: name });
}
