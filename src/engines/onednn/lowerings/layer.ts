// What convolutions and fully connected layers have in common: operands in the layouts that the primitive wants, a ReLU
// applied on the way out, the bias gradient out of the weight gradient's primitive.
import type { Node, NodeOf } from '../../../graph/node.ts';
import { printShape, type Shape } from '../../../graph/shape.ts';
import type { AttributesHandle, Layout, PrimitiveHandle, Storage } from '../library/abi.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import { layoutOf } from './layout-of.ts';
import { timePrimitive } from './time-primitive.ts';

type LayerNode = NodeOf<'conv2d'> | NodeOf<'linear'>;
type InputGradientNode = NodeOf<'conv2dInputGradient'> | NodeOf<'linearInputGradient'>;
type WeightGradientNode = NodeOf<'conv2dWeightGradient'> | NodeOf<'linearWeightGradient'>;

export function layerAttributes({ oneDnn, fusions }: ProgramBuilder, node: LayerNode): AttributesHandle {
  if (!fusions.activations.has(node)) return oneDnn.plainAttributes;
  return oneDnn.attributes([{ kind: 'eltwise', algorithm: 'relu', alpha: 0, beta: 0 }]);
}

/** Makes a primitive whose activations have this storage. */
type Make = (storage: Storage) => PrimitiveHandle;
/** Makes such a primitive for this many images. */
type MakeForImages = (storage: Storage, images: number) => PrimitiveHandle;

/** How many images a choice between storages is timed on. */
const imagesTimed = 64;

/** A float32 gradient whose scratchpad is larger than so many times its operands is no choice where they are stored in bf16. */
const mostScratch = 8;

/** Layouts of the operands: the library chooses all but the bias's. @param weights their shape as the primitive has it */
export function layerLayouts(
  builder: ProgramBuilder,
  { inputs: [x, , b], shape }: LayerNode,
  weights: Shape,
  storage: Storage,
) {
  const any = (of: Shape) => builder.any(of, storage);
  return { x: any(x.shape), w: any(weights), b: biasLayout(builder, b), y: any(shape) };
}

export function inputGradientLayouts(
  builder: ProgramBuilder,
  { inputs: [dy], shape }: InputGradientNode,
  weights: Shape,
) {
  return { dx: builder.any(shape), w: builder.any(weights), dy: builder.any(dy.shape) };
}

/** Layouts of the operands. The gradient itself is float32, like the weights. */
export function weightGradientLayouts(
  builder: ProgramBuilder,
  node: WeightGradientNode,
  weights: Shape,
  storage: Storage,
  images: number,
) {
  const [x, dy] = node.inputs.map(({ shape }) => builder.any(shape.with(0, images), storage));
  const db = biasLayout(builder, builder.fusions.biasGradients.get(node));
  return { x, dw: builder.any(weights, 'float32'), db, dy };
}

export function emitLayer(builder: ProgramBuilder, node: LayerNode, kind: string, make: Make): void {
  const [x, w, b] = node.inputs;
  const primitive = make(builder.storage);
  const result = builder.fusions.activations.get(node) ?? node;
  const y = builder.place(result, layoutOf(builder, primitive, 'y'));
  // Parameters stay float32, in the layout that a float32 primitive wants; a primitive of another storage gets a copy.
  if (builder.storage !== 'float32') builder.suggest(w, () => layoutOf(builder, make('float32'), 'w'));
  builder.emit(kind, primitive, {
    x: builder.readAs(x, layoutOf(builder, primitive, 'x')),
    w: builder.readAs(w, layoutOf(builder, primitive, 'w')),
    b: b === undefined ? undefined : builder.readPlain(b),
    y,
  });
  builder.define(result, y);
}

export function emitInputGradient(
  builder: ProgramBuilder,
  node: InputGradientNode,
  kind: string,
  primitive: PrimitiveHandle,
): void {
  const [dy, w] = node.inputs;
  const dx = builder.place(node, layoutOf(builder, primitive, 'dx'));
  builder.emit(kind, primitive, {
    dy: builder.readAs(dy, layoutOf(builder, primitive, 'dy')),
    w: builder.readAs(w, layoutOf(builder, primitive, 'w')),
    dx,
  });
  builder.define(node, dx);
}

export function emitWeightGradient(
  builder: ProgramBuilder,
  node: WeightGradientNode,
  kind: string,
  make: MakeForImages,
): void {
  const [x, dy] = node.inputs;
  const primitive = make(fastestStorage(builder, node, kind, make), x.shape[0]);
  const bias = builder.fusions.biasGradients.get(node);
  const dw = builder.place(node, layoutOf(builder, primitive, 'dw'));
  const db = bias === undefined ? undefined : builder.place(bias, builder.plain(bias.shape));
  builder.emit(kind, primitive, {
    x: builder.readAs(x, layoutOf(builder, primitive, 'x')),
    dy: builder.readAs(dy, layoutOf(builder, primitive, 'dy')),
    dw,
    db,
  });
  builder.define(node, dw);
  if (bias !== undefined && db !== undefined) builder.define(bias, db);
}

/** For some shapes float32 is faster than bf16, even with the copies that it needs when activations are stored in bf16. */
function fastestStorage(builder: ProgramBuilder, node: WeightGradientNode, kind: string, make: MakeForImages): Storage {
  const { oneDnn, storage: stored } = builder;
  if (stored === 'float32') return stored;
  const [x, dy] = node.inputs;
  const images = Math.min(imagesTimed, x.shape[0]);
  const shapes = [x.shape.slice(1), dy.shape.slice(1), node.shape].map(printShape);
  const key = `${kind} ${shapes.join(' ')} ${JSON.stringify(node.attrs)}`;
  return builder.choices.choose(key, [stored, 'float32'], (storage) =>
    oneDnn.temporarily(() => {
      if (storage !== stored && needsMuchMemory(builder, make(storage, x.shape[0]))) return Number.POSITIVE_INFINITY;
      const [own, other] = [make(stored, images), make(storage, images)];
      const roles = ['x', 'dy', 'dw'] as const;
      const layouts = Object.fromEntries(roles.map((role) => [role, layoutOf(builder, other, role)]));
      const db = biasLayout(builder, builder.fusions.biasGradients.get(node));
      const copies = storage === stored ? [] : (['x', 'dy'] as const);
      return copies.reduce(
        (sum, role) => {
          const [from, to] = [own, other].map((primitive) => layoutOf(builder, primitive, role));
          return sum + timePrimitive(oneDnn, oneDnn.reorder(from, to), { x: from, y: to });
        },
        timePrimitive(oneDnn, other, { ...layouts, db }),
      );
    }),
  );
}

/** Winograd's algorithm on a few pixels works in many times the memory of its operands, which all of a program then has to have. */
function needsMuchMemory({ oneDnn }: ProgramBuilder, gradient: PrimitiveHandle): boolean {
  const bytesOf = (role: 'x' | 'dy' | 'dw' | 'scratchpad') => {
    const layout = oneDnn.query(gradient, role);
    return layout === undefined ? 0 : oneDnn.sizeOf(layout);
  };
  return bytesOf('scratchpad') > mostScratch * (bytesOf('x') + bytesOf('dy') + bytesOf('dw'));
}

function biasLayout(builder: ProgramBuilder, bias: Node | undefined): Layout | undefined {
  return bias === undefined ? undefined : builder.plain(bias.shape);
}
