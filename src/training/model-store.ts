// A store for a model: its parameters with their values, and whatever else the graphs keep between runs, all zero.
import type { Engine, Store } from '../engines/engine.ts';
import { type Graph, graphInputs, isResident } from '../graph/graph.ts';
import { requireFiniteTensors } from '../nn/finite.ts';
import type { Module } from '../nn/module.ts';

/**
 * Every parameter is in it, also one that no graph reads.
 * @throws ModelError if a parameter has no values yet; NotFiniteError for NaN or infinity in one
 */
export async function createModelStore(engine: Engine, model: Module, graphs: readonly Graph[]): Promise<Store> {
  const parameters = [...model.namedParameters()].map(([name, { shape, data }]) => [name, { shape, data }] as const);
  requireFiniteTensors(parameters, model.constructor.name);
  const shapes = new Map([
    ...parameters.map(([name, { shape }]) => [name, shape] as const),
    ...graphs
      .flatMap(graphInputs)
      .filter(isResident)
      .map(({ attrs, shape }) => [attrs.name, shape] as const),
  ]);
  const store = await engine.createStore([...shapes].map(([name, shape]) => ({ name, shape })));
  for (const [name, { data }] of parameters) await store.write(name, data);
  return store;
}
