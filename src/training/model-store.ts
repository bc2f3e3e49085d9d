// A store for a model: its parameters and buffers with their values, and their averages where a
// graph keeps some, and whatever else the graphs keep between runs, all zero.
import { averageName } from '../compile/averages.ts';
import type { Engine, ResidentTensor, Store } from '../engines/engine.ts';
import { type Graph, graphInputs, isResidentRole } from '../graph/graph.ts';
import type { ResidentKind } from '../graph/op-attrs.ts';
import { Buffer } from '../nn/buffer.ts';
import { requireFiniteTensors } from '../nn/finite.ts';
import type { Module } from '../nn/module.ts';

/** Tensors of one kind, and of those what belongs to parameters in the same way, lie together, so that an update can run over all of them at once. */
const kinds: readonly ResidentKind[] = ['parameter', 'buffer', 'interim', 'optimizer', 'average'];

/**
 * Every parameter and buffer is in it, also one that no graph reads.
 * @param graphs the first says in which order tensors are laid out
 * @throws ModelError if a parameter has no values yet; NotFiniteError for NaN or infinity in one
 */
export async function createModelStore(engine: Engine, model: Module, graphs: readonly Graph[]): Promise<Store> {
  const held = [...model.namedTensors()];
  requireFiniteTensors(held, model.constructor.name);
  const tensors = new Map<string, ResidentTensor>();
  for (const { attrs, shape } of graphs.flatMap(graphInputs)) {
    const { name, role, like } = attrs;
    if (isResidentRole(role)) tensors.set(name, { name, shape, kind: role, ...(like === undefined ? {} : { like }) });
  }
  for (const [name, tensor] of held) {
    const kind = tensor instanceof Buffer ? 'buffer' : 'parameter';
    if (!tensors.has(name)) tensors.set(name, { name, shape: tensor.shape, kind });
  }
  const inOrder = kinds.flatMap((kind) => byFamily([...tensors.values()].filter((tensor) => tensor.kind === kind)));
  const store = await engine.createStore(inOrder);
  for (const [name, { data }] of held) {
    await store.write(name, data);
    // What was not averaged yet is its own average.
    if (tensors.has(averageName(name))) await store.write(averageName(name), data);
  }
  return store;
}

/** E.g. all `expAvg.NAME`, then all `expAvgSq.NAME`. */
function byFamily(tensors: readonly ResidentTensor[]): readonly ResidentTensor[] {
  const families = new Map<string, ResidentTensor[]>();
  for (const tensor of tensors) {
    const { name, like } = tensor;
    const family = like === undefined ? '' : name.slice(0, -like.length);
    families.set(family, [...(families.get(family) ?? []), tensor]);
  }
  return [...families.values()].flat();
}
