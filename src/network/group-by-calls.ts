// Cuts the nodes of a traced graph into layers along the calls of modules. A call that calls no others is one layer;
// what other calls compute themselves is one layer an operation. The nodes of a call are neighbours in the graph's
// order, so however calls are closed or opened in a drawing, data flows one way between them.
import type { ModuleCall } from '../compile/trace.ts';
import type { Node } from '../graph/node.ts';

/** A call that calls others. */
export interface CallPart {
  readonly id: string;
  readonly call: ModuleCall;
  /** Which of its module's calls it is, from 1. */
  readonly count: number;
  /** Id of the call that makes it. */
  readonly parent: string | null;
}

export interface LayerPart extends CallPart {
  /** Nodes of `call`: all of them if the call calls no others, else one. */
  readonly nodes: readonly Node[];
}

interface OpenCall extends CallPart {
  readonly isLeaf: boolean;
  readonly nodes: Node[];
}

export function groupByCalls(
  calls: readonly ModuleCall[],
  nodes: readonly Node[],
): { readonly modules: readonly CallPart[]; readonly layers: readonly LayerPart[] } {
  const parts = openCalls(calls);
  for (const node of nodes) {
    if (node.op === 'input' || node.op === 'constant') continue;
    // Inner calls come behind the outer ones.
    parts.findLast(({ call }) => call.nodes.first <= node.id && node.id < call.nodes.end)?.nodes.push(node);
  }
  const layers = parts.flatMap((part) => (part.isLeaf ? leafLayer(part) : ownLayers(part)));
  return {
    modules: parts.filter(({ isLeaf }) => !isLeaf),
    layers: layers.sort((a, b) => a.nodes[0].id - b.nodes[0].id),
  };
}

function openCalls(calls: readonly ModuleCall[]): readonly OpenCall[] {
  const counts = new Map<string, number>();
  /** The calls that are running, outermost first. */
  const running: OpenCall[] = [];
  return calls.map((call, index) => {
    const count = (counts.get(call.path) ?? 0) + 1;
    counts.set(call.path, count);
    running.length = call.depth;
    const part: OpenCall = {
      id: count === 1 ? call.path : `${call.path}#${count}`,
      call,
      count,
      parent: running.at(-1)?.id ?? null,
      isLeaf: (calls[index + 1]?.depth ?? 0) <= call.depth,
      nodes: [],
    };
    running.push(part);
    return part;
  });
}

/** No layer if the call computes nothing, as with a module that returns its input. */
function leafLayer(part: OpenCall): readonly LayerPart[] {
  const [first] = part.nodes;
  if (first === undefined) return [];
  return [part.id === '' ? { ...part, id: `:${first.op}` } : part];
}

function ownLayers(part: OpenCall): readonly LayerPart[] {
  const counts = new Map<string, number>();
  return part.nodes.map((node) => {
    const count = (counts.get(node.op) ?? 0) + 1;
    counts.set(node.op, count);
    const name = count === 1 ? node.op : `${node.op}${count}`;
    return { ...part, id: `${part.id}:${name}`, parent: part.id, nodes: [node] };
  });
}
