// A tensor that a module keeps beside its parameters: saved with them, not learned. Running statistics are such.
import { describeValue } from '../errors/describe-value.ts';
import { ModelError } from '../errors/model-error.ts';
import { requireFinite, requireShape, requireType } from '../errors/require-option.ts';
import { type Shape, sizeOf } from '../graph/shape.ts';

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
    requireType('Buffer: shape', shape, Array);
    if (shape.length > 0) requireShape('Buffer: shape', shape);
    requireFinite('Buffer: value', value, { least: Number.NEGATIVE_INFINITY });
    requireType('Buffer: isCount', isCount, 'boolean');
    this.shape = shape;
    this.value = value;
    this.least = least;
    this.isCount = isCount;
    this.#data = new Float32Array(sizeOf(shape)).fill(value);
  }

  /** The numbers, row-major float32. */
  get data(): Float32Array {
    return this.#data;
  }

  set data(values: Float32Array) {
    if (!(values instanceof Float32Array && values.length === sizeOf(this.shape))) {
      const expected = `a Float32Array of ${sizeOf(this.shape)} elements`;
      throw new ModelError(`a buffer of shape [${this.shape}] takes ${expected}, got ${describeValue(values)}`);
    }
    this.#data = values;
  }

  /** Fills it with its first value. */
  reset(): void {
    this.#data = new Float32Array(sizeOf(this.shape)).fill(this.value);
  }
}
