// What a program is given, checked for all engines, before any native code sees it.
import { describeValue } from '../errors/describe-value.ts';
import { EngineError } from '../errors/engine-error.ts';
import { type Graph, graphInputs, isResident } from '../graph/graph.ts';
import { sizeOf } from '../graph/shape.ts';
import type { ResidentTensor, RunInputs } from './engine.ts';

/** @throws EngineError for an input that is missing or of the wrong type or length */
export function checkInputs(graph: Graph, inputs: RunInputs): void {
  for (const { attrs, shape, dtype } of graphInputs(graph).filter((input) => !isResident(input))) {
    const where = `${graph.name}: input ${attrs.name}`;
    const given = inputs[attrs.name];
    if (given === undefined) throw new EngineError(`${where} is missing`);
    const isRightType = dtype === 'float32' ? given instanceof Float32Array : given instanceof Int32Array;
    if (!isRightType) throw new EngineError(`${where} must be ${dtype}, got ${describeValue(given)}`);
    if (given.length !== sizeOf(shape)) {
      throw new EngineError(`${where} has ${given.length} elements, expected [${shape}]`);
    }
  }
}

/** @throws EngineError for a resident input that is not among a store's tensors in that shape */
export function checkResidents(graph: Graph, tensors: readonly ResidentTensor[]): void {
  const held = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const { attrs, shape } of graphInputs(graph).filter(isResident)) {
    const found = held.get(attrs.name);
    if (found?.shape.join() === shape.join() && found.kind === attrs.role) continue;
    const hint =
      found === undefined
        ? 'create the store with every resident input of the graphs'
        : `it is a ${found.kind} [${found.shape}] there`;
    throw new EngineError(`${graph.name}: ${attrs.name}, a ${attrs.role} [${shape}], is not in the store`, { hint });
  }
}
