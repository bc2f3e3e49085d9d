// The passes in order, each checked.
import type { Graph } from '../../graph/graph.ts';
import { verifyGraph } from '../../graph/verify-graph.ts';
import { opTable } from '../../ops/op-table.ts';
import { applyRules } from './apply-rules.ts';
import { removeIdentities } from './remove-identities.ts';
import { removeUnused } from './remove-unused.ts';

const passes: readonly ((graph: Graph) => Graph)[] = [removeIdentities, applyRules, removeUnused];

export function optimize(graph: Graph): Graph {
  return passes.reduce((current, pass) => {
    const next = pass(current);
    verifyGraph(next, opTable);
    return next;
  }, graph);
}
