// A tensor that is learned. It knows how to draw its first numbers, and holds numbers only once it was given some:
// drawn from a seed, or loaded.
import { ModelError } from '../errors/model-error.ts';
import { requireType } from '../errors/require-option.ts';
import { type Shape, sizeOf } from '../graph/shape.ts';
import type { RandomStream } from '../random/random-stream.ts';
import { requireHeldShape, requireHeldValues } from './held-values.ts';

/** Number `index` of a fresh parameter, a pure function of the stream. */
export type Initializer = (random: RandomStream, index: number) => number;

/** A tensor that is learned. Assign it to a property of a module; give it to functions of `nn.functional`. */
export class Parameter {
  readonly shape: Shape;
  /** Set by the functions of `init`; each layer sets PyTorch's default. */
  initializer: Initializer;
  /** Whether it is learned, as PyTorch's `requires_grad`; one that is not keeps its values, and costs no gradient. */
  requiresGrad = true;
  #data: Float32Array | undefined;

  constructor(shape: Shape, initializer: Initializer) {
    requireHeldShape('Parameter: shape', shape);
    requireType('Parameter: initializer', initializer, 'function');
    this.shape = shape;
    this.initializer = initializer;
  }

  get isInitialized(): boolean {
    return this.#data !== undefined;
  }

  /** The numbers, row-major float32. @throws ModelError before they were drawn or loaded */
  get data(): Float32Array {
    if (this.#data === undefined) {
      throw new ModelError(`a parameter of shape [${this.shape}] has no values yet`, {
        hint: 'call model.initialize(seed) or model.loadStateDict(…)',
      });
    }
    return this.#data;
  }

  set data(values: Float32Array) {
    requireHeldValues('parameter', this.shape, values);
    this.#data = values;
  }

  /** Draws the first values from the stream. */
  initialize(random: RandomStream): void {
    const values = new Float32Array(sizeOf(this.shape));
    for (let index = 0; index < values.length; index++) values[index] = this.initializer(random, index);
    this.#data = values;
  }
}
