// From traced calls to the rows of the summary: where each layer stands in the module tree, which layers come again,
// and what each owns. Follows torchinfo case by case, so that the counts agree with it.
// see: TylerYep/torchinfo, layer_info.py and torchinfo.py
import type { ModuleCall } from '../compile/trace.ts';
import { type Shape, sizeOf } from '../graph/shape.ts';
import { Conv2d } from '../nn/layers/conv2d.ts';
import type { Module } from '../nn/module.ts';
import type { Parameter } from '../nn/parameter.ts';

/** One line of the summary. `null` is what the print shows as `--`. */
export interface SummaryRow {
  readonly className: string;
  /** The property that holds it; for the model itself its class. */
  readonly variableName: string;
  /** E.g. `model.8.channel2`; `''` for the model itself. */
  readonly path: string;
  /** 0 for the model itself. */
  readonly depth: number;
  /** Counts the layers of one depth, from 1. */
  readonly depthIndex: number;
  /** Shape of the first input; `null` for a container whose children are called without it. */
  readonly inputShape: Shape | null;
  readonly outputShape: Shape | null;
  /**
   * Parameters of the whole layer if no row below shows them, otherwise those that no row below counts. torchinfo
   * subtracts a weight that several layers share once for each of them, so this can be below zero.
   */
  readonly parameters: number;
  /** Its parameters were counted in an earlier row. */
  readonly isRecursive: boolean;
  readonly kernelSize: number | Shape | null;
  readonly groups: number | null;
  /** Multiply-adds of one run, biases included; a container has some only if no row below shows them. */
  readonly multiplyAdds: number | null;
  /** Whether its parameters are trainable; `null` if it has none. */
  readonly isTrainable: boolean | 'partial' | null;
}

/** A module under one of its parents: a shared module has several places. */
interface Place {
  readonly module: Module;
  readonly variableName: string;
  readonly path: string;
  readonly depth: number;
  readonly parent: Place | undefined;
}

/** A call at its place, or (without a call) a container whose children are called one by one. */
export class Layer {
  readonly place: Place;
  readonly call: ModuleCall | undefined;
  /** Has no modules inside. */
  readonly isLeaf: boolean;
  /** Elements of all parameters in it, each parameter once. */
  readonly parameters: number;
  readonly multiplyAdds: number;
  isRecursive = false;
  depthIndex = 0;
  /** All layers below it, not only the next ones. */
  below: readonly Layer[] = [];

  constructor(place: Place, call: ModuleCall | undefined) {
    this.place = place;
    this.call = call;
    this.isLeaf = place.module.namedChildren().next().done === true;
    const named = [...place.module.namedParameters()];
    this.parameters = named.reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);
    this.multiplyAdds = call === undefined ? 0 : multiplyAdds(place.module.constructor.name, named, call.outputShape);
  }
}

/** All layers in order of calls, at any depth; containers that were not called themselves stand before their children. */
export function listLayers(model: Module, calls: readonly ModuleCall[]): readonly Layer[] {
  const layers = addUncalledContainers(placeCalls(model, calls));
  const indices = new Map<number, number>();
  const counted = new Set<Parameter>();
  for (const [position, layer] of layers.entries()) {
    const { depth, module } = layer.place;
    layer.depthIndex = (indices.get(depth) ?? 0) + 1;
    indices.set(depth, layer.depthIndex);
    const end = layers.findIndex((other, index) => index > position && other.place.depth <= depth);
    layer.below = layers.slice(position + 1, end < 0 ? layers.length : end);
    const own = [...module.ownParameters()].map(([, parameter]) => parameter);
    if (own.length > 0 && own.every((parameter) => counted.has(parameter))) layer.isRecursive = true;
    for (const parameter of own) counted.add(parameter);
  }
  return layers;
}

/** @param isCut the rows below are not shown, so this one speaks for them */
export function summaryRow(layer: Layer, isCut: boolean): SummaryRow {
  const { place, call, isLeaf, isRecursive, depthIndex, parameters } = layer;
  const { module, variableName, path, depth } = place;
  return {
    className: module.constructor.name,
    variableName,
    path,
    depth,
    depthIndex,
    inputShape: call?.inputShapes[0] ?? null,
    outputShape: call?.outputShape ?? null,
    parameters: isCut || isLeaf ? parameters : leftoverParameters(layer),
    isRecursive,
    kernelSize: kernelSizeOf(module),
    groups: module instanceof Conv2d ? module.groups : null,
    multiplyAdds: shownMultiplyAdds(layer, isCut),
    isTrainable: parameters > 0 ? trainableOf(module) : null,
  };
}

function placeCalls(model: Module, calls: readonly ModuleCall[]): readonly Layer[] {
  const places = new Map<Module, Place[]>();
  for (const place of walk({
    module: model,
    variableName: model.constructor.name,
    path: '',
    depth: 0,
    parent: undefined,
  })) {
    const known = places.get(place.module);
    if (known === undefined) places.set(place.module, [place]);
    else known.push(place);
  }
  const running: Module[] = [];
  const seen = new Set<Module>();
  return calls.map((call) => {
    running.length = call.depth;
    const layer = new Layer(choosePlace(places.get(call.module) ?? [], running), call);
    layer.isRecursive = seen.has(call.module);
    seen.add(call.module);
    running.push(call.module);
    return layer;
  });
}

function* walk(place: Place): Generator<Place> {
  yield place;
  for (const [variableName, module] of place.module.namedChildren()) {
    const path = place.path === '' ? variableName : `${place.path}.${variableName}`;
    yield* walk({ module, variableName, path, depth: place.depth + 1, parent: place });
  }
}

/** The place under the module that makes the call; containers that are not running count as part of their parent. */
function choosePlace(places: readonly Place[], running: readonly Module[]): Place {
  const caller = running.at(-1);
  const match = places.find(({ parent }) => {
    let above = parent;
    while (above !== undefined && !running.includes(above.module)) above = above.parent;
    return above !== undefined && above.module === caller;
  });
  return match ?? places[0];
}

function addUncalledContainers(called: readonly Layer[]): readonly Layer[] {
  const seen = new Set(called.map(({ place }) => place.module));
  // One layer a place, even where it stands twice: torchinfo then shows the later index at both.
  const containers = new Map<Place, Layer>();
  /** The modules that are open at each depth. */
  const open: Module[] = [];
  return called.flatMap((layer) => {
    const missing = placesAbove(layer.place).filter(({ depth, module }) => open[depth] !== module);
    const added = missing.map((place) => {
      const container = containers.get(place) ?? new Layer(place, undefined);
      containers.set(place, container);
      if (seen.has(place.module)) container.isRecursive = true;
      seen.add(place.module);
      open[place.depth] = place.module;
      return container;
    });
    open.length = layer.place.depth;
    open.push(layer.place.module);
    return [...added, layer];
  });
}

/** Outermost first, without the model itself. */
function placesAbove({ parent }: Place): readonly Place[] {
  return parent === undefined || parent.depth === 0 ? [] : [...placesAbove(parent), parent];
}

/**
 * Convolutions: parameters · N·P·Q; linear layers: parameters · N; both with their biases, unlike the operations' own count.
 * Containers get a rough number, of which only "more than zero" is used.
 */
function multiplyAdds(className: string, named: readonly (readonly [string, Parameter])[], output: Shape): number {
  let total = 0;
  for (const [name, { shape }] of named) {
    const size = sizeOf(shape);
    if (name === 'weight' || name === 'bias') {
      if (className.includes('Conv')) total += size * sizeOf([...output.slice(0, 1), ...output.slice(2)]);
      else if (className.includes('Linear')) total += size * sizeOf(output.slice(0, -1));
      else total += size * output[0];
    } else if (name.includes('weight') || name.includes('bias')) {
      total += size * sizeOf(output.slice(0, 2));
    }
  }
  return total;
}

function shownMultiplyAdds(layer: Layer, isCut: boolean): number | null {
  if (layer.multiplyAdds <= 0) return null;
  if (layer.isLeaf) return layer.multiplyAdds;
  if (!isCut) return null;
  return layer.below.reduce((sum, { isLeaf, multiplyAdds }) => sum + (isLeaf ? multiplyAdds : 0), 0);
}

/** What the layer owns beyond the rows below it; a module that comes again is taken off once, with all inside it. */
function leftoverParameters(layer: Layer): number {
  let total = layer.parameters;
  const seen = new Set<Module>();
  let recursiveDepth = Number.POSITIVE_INFINITY;
  for (const child of layer.below) {
    const { module, depth } = child.place;
    if (depth > recursiveDepth) continue;
    recursiveDepth = child.isRecursive ? depth : Number.POSITIVE_INFINITY;
    if (!child.isRecursive) total -= child.isLeaf ? child.parameters : leftoverParameters(child);
    else if (!seen.has(module)) total -= child.parameters;
    seen.add(module);
  }
  return total;
}

/** As the layer was given it: one number, or rows and columns. */
function kernelSizeOf(module: Module): number | Shape | null {
  if (module instanceof Conv2d) return module.weight.shape.slice(2);
  if (!('kernelSize' in module)) return null;
  const { kernelSize } = module;
  if (typeof kernelSize === 'number') return kernelSize;
  return Array.isArray(kernelSize) ? kernelSize.map(Number) : null;
}

/** torchinfo's three answers. */
function trainableOf(module: Module): boolean | 'partial' {
  const parameters = [...module.namedParameters()].map(([, { requiresGrad }]) => requiresGrad);
  if (parameters.every((isLearned) => isLearned)) return true;
  return parameters.some((isLearned) => isLearned) ? 'partial' : false;
}
