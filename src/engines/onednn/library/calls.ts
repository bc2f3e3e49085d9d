// Calls into oneDNN with their status checked; what the calls make is destroyed with the object.
import { type Address, type Argument, type NativeFunction, NativeLibrary } from './native.ts';
import { requireSuccess } from './status.ts';

/** C types by letter, so that a signature stands beside its call: `ppi` is two pointers and an int. */
const types: Readonly<Record<string, string>> = { p: 'void *', i: 'int', f: 'float', z: 'size_t' };

export class Calls {
  readonly library: NativeLibrary;
  readonly #functions = new Map<string, NativeFunction>();
  readonly #made: { readonly destroy: NativeFunction; readonly handle: Address }[] = [];
  readonly #out = new BigUint64Array(1);

  constructor(path: string) {
    this.library = new NativeLibrary(path);
  }

  /** @throws EngineError where the status is not success */
  call(name: string, signature: string, ...values: readonly Argument[]): void {
    requireSuccess(this.status(name, signature, ...values), name);
  }

  status(name: string, signature: string, ...values: readonly Argument[]): number {
    return this.function(name, signature)(...values);
  }

  /** For functions whose first parameter is where they put the handle of what they made. */
  make(name: string, destroyer: string | undefined, signature: string, ...values: readonly Argument[]): Address {
    this.call(name, `p${signature}`, this.#out, ...values);
    const [handle] = this.#out;
    return destroyer === undefined ? handle : this.own(destroyer, handle);
  }

  /** Has a handle destroyed with the rest. */
  own(destroyer: string, handle: Address): Address {
    this.#made.push({ destroy: this.function(destroyer, 'p'), handle });
    return handle;
  }

  function(name: string, signature: string, result = 'int'): NativeFunction {
    const known = this.#functions.get(name);
    if (known !== undefined) return known;
    const bound = this.library.bind(
      name,
      [...signature].map((letter) => types[letter]),
      result,
    );
    this.#functions.set(name, bound);
    return bound;
  }

  /** Last made, first destroyed. */
  destroyAll(): void {
    for (const { destroy, handle } of this.#made.splice(0).reverse()) destroy(handle);
  }
}

/** An array of `dnnl_dim_t`. */
export function dims(values: readonly number[]): BigInt64Array {
  return BigInt64Array.from(values, BigInt);
}

/** Of an array whose last axis is dense. */
export function rowMajorStrides(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
}
