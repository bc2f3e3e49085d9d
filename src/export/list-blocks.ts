// The blocks of a model: modules that send one image along parallel paths and join what comes back, as Inception does.
// Found in the trace, so that any model's are; their paths are what exportOnnx takes as activations.
import { imagesName } from '../compile/programs.ts';
import { type ModuleCall, Trace } from '../compile/trace.ts';
import { imageAxes, requireShape, requireType } from '../errors/require-option.ts';
import type { Shape } from '../graph/shape.ts';
import { Module } from '../nn/module.ts';

/** A module that joins parallel paths. */
export interface Block {
  /** E.g. `model.8`. */
  readonly path: string;
  /** Shape of the output for one image, e.g. [C, H, W]. */
  readonly shape: Shape;
  /** In the order in which they are joined. */
  readonly paths: readonly BlockPath[];
}

/** One path of a block. */
export interface BlockPath {
  /** E.g. `model.8.channel2`. */
  readonly path: string;
  readonly shape: Shape;
  /** As PyTorch prints them, in order of calls, e.g. `Conv2d(192, 96, kernel_size=(1, 1), stride=(1, 1))`. */
  readonly layers: readonly string[];
}

/**
 * Every module whose output is one operation on the outputs of at least two of its child modules and of nothing else,
 * where each of these is called once. A sum of an image and one path is none: there is nothing beside the path.
 *
 * @param imageShape of one image: [C, H, W]
 */
export function listBlocks(model: Module, imageShape: Shape): readonly Block[] {
  requireType('model', model, Module);
  requireShape('imageShape', imageShape, imageAxes);
  const trace = new Trace(new Map([['', model]]));
  model.call(trace.input(imagesName, 'data', { shape: [1, ...imageShape], dtype: 'float32' }));
  const { calls } = trace;
  const isCalledOnce = ({ path }: ModuleCall) => calls.filter((other) => other.path === path).length === 1;

  return calls.flatMap((call, position) => {
    const inside = callsInside(calls, position);
    const children = inside.filter(({ depth }) => depth === call.depth + 1);
    const joined = call.output.node.inputs.map((input) => children.find(({ output }) => output.node === input));
    const paths = joined.filter((child) => child !== undefined);
    const isBlock = paths.length >= 2 && paths.length === joined.length && new Set(paths).size === paths.length;
    if (call.path === '' || !isBlock || ![call, ...paths].every(isCalledOnce)) return [];
    return [
      { path: call.path, shape: call.outputShape.slice(1), paths: paths.map((path) => describePath(calls, path)) },
    ];
  });
}

/** Calls that a call makes, at any depth. */
function callsInside(calls: readonly ModuleCall[], position: number): readonly ModuleCall[] {
  const { depth } = calls[position];
  const end = calls.findIndex((other, index) => index > position && other.depth <= depth);
  return calls.slice(position + 1, end === -1 ? calls.length : end);
}

function describePath(calls: readonly ModuleCall[], call: ModuleCall): BlockPath {
  const inside = [call, ...callsInside(calls, calls.indexOf(call))];
  const layers = inside.filter(({ module }) => module.namedChildren().next().done === true);
  return { path: call.path, shape: call.outputShape.slice(1), layers: layers.map(({ module }) => String(module)) };
}
