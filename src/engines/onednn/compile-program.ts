// From a graph to a program: find what can be fused, lower node by node, write the updates, plan the memory.

import { EngineError } from '../../errors/engine-error.ts';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { type Graph, nodesBehind } from '../../graph/graph.ts';
import type { Node, NodeOf } from '../../graph/node.ts';
import type { OpName } from '../../graph/op-attrs.ts';
import { printShape } from '../../graph/shape.ts';
import { findUpdates } from '../updates.ts';
import type { ConvolutionAlgorithm, Storage } from './library/abi.ts';
import type { OneDnn } from './library/onednn.ts';
import { lowerUpdates, placeComputed } from './lower-updates.ts';
import { lowerings } from './lowerings/lowering-table.ts';
import type { OneDnnStore } from './onednn-store.ts';
import type { PlannedBlock, Value } from './plan/block.ts';
import { planMemory } from './plan/plan-memory.ts';
import type { Step } from './plan/step.ts';
import { type InputWriter, ProgramBuilder } from './program-builder.ts';
import type { StorageChoices } from './storage-choices.ts';

/** Everything about a program but its addresses. */
export interface ProgramPlan {
  readonly steps: readonly Step[];
  readonly writers: readonly InputWriter[];
  readonly outputs: ReadonlyMap<string, Value>;
  readonly arenaBytes: number;
}

export interface CompileOptions {
  readonly graph: Graph;
  readonly oneDnn: OneDnn;
  readonly store: OneDnnStore;
  readonly convolution: ConvolutionAlgorithm;
  readonly storage: Storage;
  readonly choices: StorageChoices;
}

/** @throws EngineError naming the operation that the library refuses */
export function compileProgram({ graph, store, ...options }: CompileOptions): ProgramPlan {
  const bundles = findUpdates(graph);
  const leaves = bundles.flatMap(({ computed, scalars }) => [...computed, ...scalars.values()]);
  const roots = [...graph.outputs.values(), ...new Set(leaves)];
  const nodes = nodesBehind(graph, roots);
  const builder = new ProgramBuilder({ graph, nodes, store, ...options });
  const placed = placeComputed(builder, bundles);
  for (const node of nodes) if (!builder.isDefined(node) && !builder.fusions.absorbed.has(node)) lower(builder, node);
  for (const { node, place } of builder.copies) builder.reorder(builder.read(node), place());
  const outputs = new Map([...graph.outputs].map(([name, node]) => [name, pinOutput(builder, node)] as const));
  lowerUpdates(builder, store, placed);
  for (const block of builder.late) block.place ??= store.requireSlot(block.name).block;
  const { steps, writers, pinned } = builder;
  return { steps, writers, outputs, arenaBytes: planMemory(steps, [...pinned]) };
}

function lower<K extends OpName>(builder: ProgramBuilder, node: NodeOf<K>): void {
  builder.begin(node as Node);
  builder.phase = builder.isConstant(node as Node) ? 'resident' : 'main';
  try {
    lowerings[node.op](builder, node);
  } catch (cause) {
    if (!(cause instanceof GoogLeNetError)) throw cause;
    const operands = node.inputs.map(({ shape }) => printShape(shape)).join(', ');
    const where = node.scope === '' ? node.op : `${node.scope}: ${node.op}`;
    const attributes = JSON.stringify(node.attrs);
    throw new EngineError(`${where} of ${operands} ${attributes}: ${cause.message}`, { cause });
  }
  builder.phase = 'main';
}

/** Puts an output into planned memory of its own that lasts to the end of a run. */
function pinOutput(builder: ProgramBuilder, node: Node): Value {
  builder.begin(node);
  const value = builder.readPlain(node);
  const isStable = value.block.kind === 'planned' && !value.isPart;
  const output = isStable ? value : builder.temporary(value.layout);
  if (!isStable) builder.reorder(value, output);
  builder.pinned.add(output.block as PlannedBlock);
  return output;
}
