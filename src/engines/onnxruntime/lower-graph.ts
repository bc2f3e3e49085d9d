// Lowers a graph to an ONNX model: inputs and outputs keep their names, updates are outputs called `NAME.next`.
import type { OnnxModel, OnnxValueInfo } from '../../formats/onnx/model.ts';
import { type Graph, readInputs } from '../../graph/graph.ts';
import type { Node, NodeOf } from '../../graph/node.ts';
import type { OpName } from '../../graph/op-attrs.ts';
import { loweringTable } from './lowerings/lowering-table.ts';
import { type NodeNaming, OnnxBuilder, type ValueName } from './onnx-builder.ts';
import { onnxModel } from './onnx-model.ts';
import type { Tuning } from './tuning.ts';

/** Name of the output that holds the next value of a resident input. */
export function nextName(input: string): string {
  return `${input}.next`;
}

export interface LoweringOptions {
  /** Default: none, ONNX's own operators only. */
  readonly tuning?: Tuning;
  /** Default: `MODULE/OPERATION.ID`, which tells where in the graph a part of the model comes from. */
  readonly scopeOf?: (node: Node) => string;
  readonly nodeNaming?: NodeNaming;
}

const scopeWithOperation = (node: Node) => `${node.scope}/${node.op}.${node.id}`;

export function lowerGraph(graph: Graph, options: LoweringOptions = {}): OnnxModel {
  const { scopeOf = scopeWithOperation } = options;
  const onnx = new OnnxBuilder(options);
  const names = new Map<Node, ValueName>();
  for (const node of graph.nodes) {
    onnx.scope = scopeOf(node);
    const inputs = node.inputs.map((input) => names.get(input) as ValueName);
    names.set(node, node.op === 'input' ? node.attrs.name : lower(onnx, node, inputs));
  }

  const outputs = [...graph.outputs].map(([name, node]) => ({ name, node }));
  const updates = [...graph.updates].map(([name, node]) => ({ name: nextName(name), node }));
  const results = [...outputs, ...updates];
  for (const { name, node } of outputs) {
    onnx.nodes.push({ opType: 'Identity', name, inputs: [names.get(node) as ValueName], outputs: [name] });
  }
  // onnxruntime orders nodes backwards from the last one that nothing reads, which has to be the last layer's gradient. It
  // removes an Identity, and would then begin with the first layer's gradient: all others would wait, and keep their images
  // in memory. A Sum of one term stays, where the provider has it. A graph without outputs reads only old values and given
  // numbers, so nothing waits.
  const opType = graph.outputs.size > 0 && !onnx.tuning.lacks.has('Sum') ? 'Sum' : 'Identity';
  for (const { name, node } of updates) {
    onnx.nodes.push({ opType, name, inputs: [names.get(node) as ValueName], outputs: [name] });
  }
  const describe = (name: string, { shape, dtype }: Node): OnnxValueInfo => ({ name, elementType: dtype, dims: shape });
  const isBlocked = onnx.tuning.channelBlock > 1;
  return onnxModel(
    {
      name: graph.name,
      nodes: onnx.nodes,
      initializers: onnx.initializers,
      inputs: readInputs(graph).map((input) => describe(input.attrs.name, input)),
      outputs: results.map(({ name, node }) => describe(name, node)),
    },
    { isBlocked },
  );
}

function lower<K extends OpName>(onnx: OnnxBuilder, node: NodeOf<K>, inputs: readonly ValueName[]): ValueName {
  return loweringTable[node.op](onnx, node, inputs);
}
