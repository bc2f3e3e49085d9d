// Rewrites a graph that only updates tensors so that it takes many at once: passing a tensor to the library costs as much as
// many thousands of its elements. It is cut into pieces, since the values between two operations are as long as these.
import type { Graph } from '../../graph/graph.ts';
import { GraphBuilder } from '../../graph/graph-builder.ts';
import type { Node } from '../../graph/node.ts';
import { opTable } from '../../ops/op-table.ts';
import type { Place } from '../adjacent-places.ts';
import { adjacentUpdates, type UpdateRun } from '../adjacent-updates.ts';
import { findUpdates, type UpdateBundle } from '../updates.ts';

/** 4 MB: small beside the images of a step. */
const longestPiece = 2 ** 20;

export interface FlattenedGraph<Memory> {
  readonly graph: Graph;
  /** For each input that stands for several tensors, the memory of these. */
  readonly spans: ReadonlyMap<string, Place<Memory>>;
}

/**
 * @param placeOf where a resident tensor of this name lies
 * @returns the graph as it is, if it computes anything else
 */
export function flattenUpdates<Memory>(graph: Graph, placeOf: (name: string) => Place<Memory>): FlattenedGraph<Memory> {
  const bundles = findUpdates(graph);
  const spans = new Map<string, Place<Memory>>();
  if (graph.outputs.size > 0 || bundles.some(({ computed }) => computed.length > 0)) return { graph, spans };
  const builder = new GraphBuilder(opTable);
  const given = new Map<Node, Node>();
  const give = (node: Node): Node => {
    const copy = given.get(node) ?? builder.copy(node, node.inputs.map(give));
    given.set(node, copy);
    return copy;
  };
  const updates = new Map<string, Node>();
  for (const run of adjacentUpdates(bundles, placeOf)) {
    for (const piece of piecesOf(run)) flatten(piece, { builder, give, spans, updates });
  }
  return { graph: builder.build(graph.name, graph.outputs, updates), spans };
}

interface Flattening<Memory> {
  readonly builder: GraphBuilder;
  /** The same node in the new graph. */
  readonly give: (node: Node) => Node;
  readonly spans: Map<string, Place<Memory>>;
  readonly updates: Map<string, Node>;
}

function piecesOf<Memory>({
  bundles,
  spans,
}: UpdateRun<UpdateBundle, Memory>): readonly UpdateRun<UpdateBundle, Memory>[] {
  const [{ length: whole }] = spans;
  return Array.from({ length: Math.ceil(whole / longestPiece) }, (_, piece) => {
    const start = piece * longestPiece;
    const length = Math.min(longestPiece, whole - start);
    return { bundles, spans: spans.map((span) => ({ ...span, offset: span.offset + start, length })) };
  });
}

function flatten<Memory>(
  { bundles, spans: places }: UpdateRun<UpdateBundle, Memory>,
  { builder, give, spans, updates }: Flattening<Memory>,
): void {
  const [{ residents, scalars, operations, results }] = bundles;
  const values = new Map<Node, Node>();
  for (const [node, shared] of scalars) values.set(node, give(shared));
  const names = residents.map(({ attrs }, index) => {
    return `${attrs.name} and ${bundles.length - 1} more, from ${places[index].offset}`;
  });
  residents.forEach((resident, index) => {
    const type = { shape: [places[index].length], dtype: 'float32' } as const;
    values.set(resident, builder.input(names[index], resident.attrs.role, type));
    spans.set(names[index], places[index]);
  });
  const newValue = (node: Node): Node => {
    const value = values.get(node);
    if (value === undefined) throw new Error(`unreachable: %${node.id} is not part of the formula`);
    return value;
  };
  for (const node of operations) values.set(node, builder.copy(node, node.inputs.map(newValue)));
  results.forEach((result, index) => {
    updates.set(names[index], newValue(result));
  });
}
