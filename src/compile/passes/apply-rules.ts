// Rewrites of particular operations: a table of rules, each with what it is for.
import { countUses, type Graph } from '../../graph/graph.ts';
import type { GraphBuilder } from '../../graph/graph-builder.ts';
import type { Node } from '../../graph/node.ts';
import { rewriteGraph } from '../../graph/rewrite-graph.ts';
import { opTable } from '../../ops/op-table.ts';

interface Rule {
  readonly why: string;
  /** The replacement, or `undefined` where the rule does not apply. `inputs` are already rewritten. */
  readonly apply: (match: Match) => Node | undefined;
}

interface Match {
  readonly node: Node;
  readonly inputs: readonly Node[];
  readonly graph: GraphBuilder;
  /** Whether the node as it was has no other reader. */
  readonly isUsedOnce: (node: Node) => boolean;
}

export const rules: readonly Rule[] = [
  {
    why:
      'maxPool(relu(x)) = relu(maxPool(x)), and the ReLU is then as small as the pooled image. The gradients agree too: ' +
      'where the maximum is positive it sits at the same place, elsewhere both are zero.',
    apply({ node, inputs: [pooled], graph, isUsedOnce }) {
      if (node.op !== 'maxPool2d' || pooled.op !== 'relu' || !isUsedOnce(node.inputs[0])) return undefined;
      const pool = graph.add('maxPool2d', node.attrs, pooled.inputs);
      graph.scope = pooled.scope;
      return graph.add('relu', {}, [pool]);
    },
  },
  {
    why:
      'A scale and a shift for each channel of a convolution are part of its weights and bias: (x∗w + b)·s + t = x∗(w·s) + ' +
      '(b·s + t). So a normalisation by known statistics costs nothing.',
    apply({ node, inputs: [filtered, scale, shift], graph, isUsedOnce }) {
      if (node.op !== 'channelAffine' || node.attrs.axis !== 1) return undefined;
      if (filtered.op !== 'conv2d' || !isUsedOnce(node.inputs[0])) return undefined;
      const [x, w, b] = filtered.inputs;
      const weights = graph.add('channelAffine', { axis: 0 }, [w, scale]);
      const moved = b === undefined ? undefined : (graph.add('multiply', {}, [b, scale]) as Node);
      const bias = moved !== undefined && shift !== undefined ? graph.add('add', {}, [moved, shift]) : (moved ?? shift);
      graph.scope = filtered.scope;
      return graph.add('conv2d', filtered.attrs, [x, weights, ...(bias === undefined ? [] : [bias])]);
    },
  },
];

export function applyRules(graph: Graph): Graph {
  const uses = countUses(graph);
  const isUsedOnce = (node: Node) => uses.get(node) === 1;
  return rewriteGraph(graph, opTable, (node, inputs, builder) => {
    for (const rule of rules) {
      const replacement = rule.apply({ node, inputs, graph: builder, isUsedOnce });
      if (replacement !== undefined) return replacement;
    }
    return undefined;
  });
}
