// Calls into oneDNN with their status checked. What the calls make belongs to whatever part of the work makes it.
import { EngineError } from '../../../errors/engine-error.ts';
import type { ConvolutionSpec } from './abi.ts';
import { Belongings } from './belongings.ts';
import { type Address, type Argument, type NativeFunction, NativeLibrary, type NativeMemory } from './native.ts';
import { requireSuccess } from './status.ts';

/** C types by letter, so that a signature stands beside its call: `ppi` is two pointers and an int. */
const types: Readonly<Record<string, string>> = { p: 'void *', i: 'int', f: 'float', z: 'size_t' };

export class Calls {
  readonly library: NativeLibrary;
  readonly #functions = new Map<string, NativeFunction>();
  /** Handles that last until `close`. */
  readonly #own = new Belongings();
  #owner = this.#own;
  #isClosed = false;
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

  /** Takes over a handle, to be destroyed with the others. */
  own(destroyer: string, handle: Address): Address {
    this.#owner.add(this.function(destroyer, 'p'), handle);
    return handle;
  }

  /** Keeps memory that the library reads for as long as the handles. */
  keep(memory: NativeMemory): void {
    this.#owner.keep(memory);
  }

  /** What is made during the work is `owner`'s. */
  within<Result>(owner: Belongings, work: () => Result): Result {
    const outer = this.#owner;
    this.#owner = owner;
    try {
      return work();
    } finally {
      this.#owner = outer;
    }
  }

  /** @throws EngineError after `close`: the library would read what is no longer there */
  requireOpen(): void {
    if (this.#isClosed) throw new EngineError('oneDNN is closed: open it again');
  }

  function(name: string, signature: string, result = 'int'): NativeFunction {
    this.requireOpen();
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

  /** Destroys all remaining handles; the belongings of other owners must have been destroyed before. */
  close(): void {
    this.#isClosed = true;
    this.#own.destroy();
  }
}

/** An array of `dnnl_dim_t`. */
export function dims(values: readonly number[]): BigInt64Array {
  return BigInt64Array.from(values, BigInt);
}

/** What the library calls dilation: rows and columns between one tap and the next. */
export function gapsOf({ dilation = [1, 1] }: ConvolutionSpec): BigInt64Array {
  return dims(dilation.map((step) => step - 1));
}

/** Strides of a row-major array: elements from one index to the next, by axis. */
export function rowMajorStrides(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
}
