// Collects ONNX nodes while a graph is lowered. The methods are ONNX operators under their own names, returning the
// name of their value; small constants are shared.
import type { OnnxAttribute, OnnxNode, OnnxTensor } from '../../formats/onnx/model.ts';
import type { ConvolutionAttrs, Pair, WindowAttrs } from '../../graph/op-attrs.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { dilatedKernel } from '../../ops/window.ts';
import { type Tuning, untuned } from './tuning.ts';

/** The name of a value in the model. */
export type ValueName = string;

/** Elements to add to an axis, and what they hold; all default to 0. */
interface Growth {
  readonly before?: number;
  readonly after?: number;
  readonly value?: number;
}

/** A constant of more elements is described, not stored. */
const largestStoredConstant = 64;

type Attributes = Readonly<Record<string, OnnxAttribute>>;

/** How new nodes, and with them their values, are called: by their scope, their operator and their number in the model. */
export type NodeNaming = (scope: string, opType: string, count: number) => ValueName;

const numbered: NodeNaming = (scope, opType, count) => `${scope}/${opType}.${count}`;

export interface OnnxBuilderOptions {
  /** Default: none, so that the model runs anywhere. */
  readonly tuning?: Tuning;
  /** Default: `SCOPE/OPERATOR.NUMBER`. */
  readonly nodeNaming?: NodeNaming;
}

export class OnnxBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly #initializers = new Map<string, OnnxTensor>();
  /** Prefix of the names that are made from now on, e.g. `model.0/conv2d.12`. */
  scope = '';
  #count = 0;
  readonly #nodeNaming: NodeNaming;
  readonly #filled = new Set<ValueName>();
  readonly tuning: Tuning;

  constructor({ tuning = untuned, nodeNaming = numbered }: OnnxBuilderOptions = {}) {
    this.tuning = tuning;
    this.#nodeNaming = nodeNaming;
  }

  get initializers(): readonly OnnxTensor[] {
    return [...this.#initializers.values()];
  }

  /** Adds a node with one output. `''` skips an optional input. */
  op(opType: string, inputs: readonly ValueName[], attributes: Attributes = {}, domain = ''): ValueName {
    const name = this.#nodeNaming(this.scope, opType, this.#count++);
    this.nodes.push({ opType, domain, name, inputs, outputs: [name], attributes });
    return name;
  }

  /** A 1-D int64 constant: shapes, axes, pads. */
  ints(values: readonly number[]): ValueName {
    const name = `ints:${values.join(',')}`;
    if (!this.#initializers.has(name)) {
      const data = BigInt64Array.from(values, BigInt);
      this.#initializers.set(name, { name, elementType: 'int64', dims: [values.length], data });
    }
    return name;
  }

  /** A constant of one repeated number; `[]` makes a scalar. Large ones are made by the runtime, not kept in the model. */
  filled(value: number, dims: Shape = []): ValueName {
    const name = `filled:${value}:${dims.join(',')}`;
    if (this.#filled.has(name)) return name;
    this.#filled.add(name);
    const size = sizeOf(dims);
    if (size <= largestStoredConstant) {
      this.#initializers.set(name, { name, elementType: 'float32', dims, data: new Float32Array(size).fill(value) });
    } else {
      const element = { name: '', elementType: 'float32', dims: [1], data: Float32Array.of(value) } as const;
      const attributes = { value: { type: 'tensor', value: element } } as const;
      this.nodes.push({ opType: 'ConstantOfShape', name, inputs: [this.ints(dims)], outputs: [name], attributes });
    }
    return name;
  }

  /** A constant of these numbers. */
  floats(values: readonly number[], dims: Shape = [values.length]): ValueName {
    const name = `floats:${values.join(',')}:${dims.join(',')}`;
    if (!this.#initializers.has(name)) {
      this.#initializers.set(name, { name, elementType: 'float32', dims, data: Float32Array.from(values) });
    }
    return name;
  }

  reshape(x: ValueName, shape: Shape): ValueName {
    return this.op('Reshape', [x, this.ints(shape)]);
  }

  transpose(x: ValueName, order: readonly number[]): ValueName {
    return this.op('Transpose', [x], { perm: ints(order) });
  }

  /** Elements start … end−1 along an axis. */
  slice(x: ValueName, axis: number, start: number, end: number): ValueName {
    return this.op('Slice', [x, this.ints([start]), this.ints([end]), this.ints([axis])]);
  }

  /** Elements of an axis in another order, or some of them. Faster than Slice, which uses one thread. */
  gather(x: ValueName, axis: number, indices: readonly number[]): ValueName {
    return this.op('Gather', [x, this.ints(indices)], { axis: int(axis) });
  }

  /** Adds to the start and the end of one axis. */
  grow(x: ValueName, shape: Shape, axis: number, { before = 0, after = 0, value = 0 }: Growth): ValueName {
    if (this.tuning.growsBy === 'Pad') {
      const along = (count: number) => shape.map((_, index) => (index === axis ? count : 0));
      return this.pad(x, along(before), along(after), value);
    }
    const border = (length: number) => (length === 0 ? [] : [this.filled(value, shape.with(axis, length))]);
    return this.concat([...border(before), x, ...border(after)], axis);
  }

  /** Adds to (or, negative, cuts from) the start and the end of each axis. */
  pad(x: ValueName, before: readonly number[], after: readonly number[], value = 0): ValueName {
    if ([...before, ...after].every((count) => count === 0)) return x;
    return this.op('Pad', [x, this.ints([...before, ...after]), this.filled(value)]);
  }

  concat(values: readonly ValueName[], axis: number): ValueName {
    const [only] = values;
    return values.length === 1 ? only : this.op('Concat', values, { axis: int(axis) });
  }

  add(a: ValueName, b: ValueName): ValueName {
    return this.op('Add', [a, b]);
  }

  subtract(a: ValueName, b: ValueName): ValueName {
    return this.op('Sub', [a, b]);
  }

  multiply(a: ValueName, b: ValueName): ValueName {
    return this.op('Mul', [a, b]);
  }

  /** Sum over axes, which vanish. */
  sum(x: ValueName, axes: readonly number[]): ValueName {
    return this.op('ReduceSum', [x, this.ints(axes)], { keepdims: int(0) });
  }

  /** 1 where a = b, else 0. */
  isEqual(a: ValueName, b: ValueName): ValueName {
    return this.toFloat(this.op('Equal', [a, b]));
  }

  toFloat(x: ValueName): ValueName {
    return this.op('Cast', [x], { to: int(1) });
  }
}

export function int(value: number): OnnxAttribute {
  return { type: 'int', value };
}

export function float(value: number): OnnxAttribute {
  return { type: 'float', value };
}

export function ints(value: readonly number[]): OnnxAttribute {
  return { type: 'ints', value };
}

/** The attributes of a convolution or a pool. @param behind padding below and to the right, where it is another */
export function windowAttributes(
  { stride, padding }: WindowAttrs,
  kernel: readonly number[],
  behind: Pair = padding,
): Attributes {
  return { kernel_shape: ints(kernel), strides: ints(stride), pads: ints([...padding, ...behind]) };
}

/** Attributes of a convolution; dilations and groups are written only where they differ from ONNX's defaults. */
export function convolutionAttributes(
  attrs: ConvolutionAttrs,
  kernel: readonly number[],
  behind: Pair = attrs.padding,
): Attributes {
  const { dilation, groups = 1 } = attrs;
  return {
    ...windowAttributes(attrs, kernel, behind),
    ...(dilation === undefined ? {} : { dilations: ints(dilation) }),
    ...(groups === 1 ? {} : { group: int(groups) }),
  };
}

/**
 * Attributes of a ConvTranspose from [P, Q] to [H, W]: rows and columns that no window saw are added at the ends, those that
 * windows saw behind the image are cut.
 */
export function transposedWindowAttributes(attrs: ConvolutionAttrs, kernel: Pair, from: Pair, to: Pair): Attributes {
  const span = dilatedKernel(kernel, attrs);
  const missing = (axis: 0 | 1) =>
    to[axis] - ((from[axis] - 1) * attrs.stride[axis] + span[axis] - 2 * attrs.padding[axis]);
  const behind = (axis: 0 | 1) => attrs.padding[axis] + Math.max(0, -missing(axis));
  return {
    ...convolutionAttributes(attrs, kernel, [behind(0), behind(1)]),
    output_padding: ints([Math.max(0, missing(0)), Math.max(0, missing(1))]),
  };
}
