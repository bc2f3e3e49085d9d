// A tensor that a module keeps beside its parameters: saved with them, not learned. Running statistics are such.
import { requireFinite, requireType } from '../errors/require-option.ts';
import { type Shape, sizeOf } from '../graph/shape.ts';
import { requireHeldShape, requireHeldValues } from './held-values.ts';

/** What `new Buffer` takes besides its shape. */
export interface BufferOptions {
  /** What it is filled with before the training. Default 0. */
  readonly value?: number;
  /** No element may be below; default: any may be there. */
  readonly least?: number;
  /**
   * Whether it counts something: files hold it as whole numbers (int64), and one that lacks it, as files of older versions
   * of PyTorch do, is taken to have counted nothing. Default false.
   */
  readonly isCount?: boolean;
}

/**
 * A tensor that is kept and saved but not learned: PyTorch's buffer. Assign it to a property of a module; read it in `forward`
 * as a parameter, and give it its next value with `nn.functional.update`.
 */
export class Buffer {
  readonly shape: Shape;
  readonly value: number;
  readonly least: number;
  readonly isCount: boolean;
  #data: Float32Array;

  constructor(shape: Shape, { value = 0, least = Number.NEGATIVE_INFINITY, isCount = false }: BufferOptions = {}) {
    requireHeldShape('Buffer: shape', shape);
    requireFinite('Buffer: value', value, { least: Number.NEGATIVE_INFINITY });
    requireType('Buffer: isCount', isCount, 'boolean');
    this.shape = shape;
    this.value = value;
    this.least = least;
    this.isCount = isCount;
    this.#data = this.#firstValues();
  }

  /** The numbers, row-major float32. */
  get data(): Float32Array {
    return this.#data;
  }

  set data(values: Float32Array) {
    requireHeldValues('buffer', this.shape, values);
    this.#data = values;
  }

  /** Fills it with its first value. */
  reset(): void {
    this.#data = this.#firstValues();
  }

  #firstValues(): Float32Array {
    return new Float32Array(sizeOf(this.shape)).fill(this.value);
  }
}
