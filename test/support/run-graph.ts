// Running graphs on an engine in one call, and the state that a model's graphs need.
import type { Engine, RunInputs, RunOutputs, Store } from '../../src/engines/engine.ts';
import { openReferenceEngine } from '../../src/engines/reference/reference-engine.ts';
import type { Graph } from '../../src/graph/graph.ts';

/** Runs a graph without state once. The outputs are copies. */
export async function runOnce(engine: Engine, graph: Graph, inputs: RunInputs): Promise<RunOutputs> {
  const program = await engine.compile(graph, await engine.createStore([]));
  return copyOutputs(await program.run(inputs));
}

export function runOnReference(graph: Graph, inputs: RunInputs): Promise<RunOutputs> {
  return runOnce(openReferenceEngine(), graph, inputs);
}

/** Program outputs are valid until the next run only. */
export function copyOutputs(outputs: RunOutputs): RunOutputs {
  return Object.fromEntries(Object.entries(outputs).map(([name, values]) => [name, values.slice()]));
}

/** Every tensor of a store by name. */
export async function readStore(store: Store): Promise<Record<string, Float32Array>> {
  const state: Record<string, Float32Array> = {};
  for (const { name } of store.tensors) state[name] = await store.read(name);
  return state;
}
