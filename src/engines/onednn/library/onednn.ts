// oneDNN as the engine uses it: one library, one CPU engine, one stream. Primitives are made through `abi`; everything
// else is the same in both versions.
import { EngineError } from '../../../errors/engine-error.ts';
import type { Abi, AttributesHandle, BinaryAlgorithm, EltwiseAlgorithm, Layout, PrimitiveHandle } from './abi.ts';
import { AbiV2 } from './abi-v2.ts';
import { AbiV3 } from './abi-v3.ts';
import { Belongings } from './belongings.ts';
import { Calls } from './calls.ts';
import {
  avx512Bf16,
  binaryCodes,
  cpuEngine,
  implementationQuery,
  inOrderStream,
  queryCodes,
  scratchpadFromUser,
} from './codes.ts';
import { findLibrary, type LibraryPlaces } from './find-library.ts';
import { type Address, keepLoaded, type NativeFunction, type NativeMemory, readText } from './native.ts';
import type { OperandList } from './operand-list.ts';
import { setThreadCount } from './threads.ts';
import { shortenThreadSpinning } from './waiting-threads.ts';

export type PostOperation =
  | { readonly kind: 'eltwise'; readonly algorithm: EltwiseAlgorithm; readonly alpha: number; readonly beta: number }
  | { readonly kind: 'binary'; readonly algorithm: Exclude<BinaryAlgorithm, 'equal'>; readonly operand: Layout }
  /** Adds what the result's memory held before, times `scale`. */
  | { readonly kind: 'sum'; readonly scale: number };

export class OneDnn {
  readonly version: string;
  readonly path: string;
  readonly abi: Abi;
  readonly #calls: Calls;
  readonly #engine: Address;
  readonly #stream: Address;
  readonly #execute: NativeFunction;
  readonly #plainAttributes: AttributesHandle;
  readonly #out = new BigUint64Array(1);

  /** @throws EngineError where there is no library that can be used */
  constructor({ threads, ...places }: LibraryPlaces & { readonly threads?: number }) {
    shortenThreadSpinning();
    const found = findLibrary(places);
    this.version = found.version.text;
    this.path = found.path;
    this.#calls = new Calls(found.path);
    keepLoaded(found.path);
    if (threads !== undefined) setThreadCount(this.#calls.library, threads);
    this.#engine = this.#calls.make('dnnl_engine_create', 'dnnl_engine_destroy', 'iz', cpuEngine, 0);
    this.#stream = this.#calls.make('dnnl_stream_create', 'dnnl_stream_destroy', 'pi', this.#engine, inOrderStream);
    this.#execute = this.#calls.function('dnnl_primitive_execute', 'ppip');
    const AbiOfVersion = found.version.major === 2 ? AbiV2 : AbiV3;
    this.abi = new AbiOfVersion(this.#calls, this.#engine);
    this.#plainAttributes = this.attributes([]);
  }

  /** Whether the processor, as far as the library may use it, multiplies numbers in bf16. */
  get hasBf16(): boolean {
    const instructions = this.#calls.function('dnnl_get_effective_cpu_isa', '')();
    return (instructions & avx512Bf16) === avx512Bf16;
  }

  get plainAttributes(): AttributesHandle {
    return this.#plainAttributes;
  }

  /** Scratch memory is always the caller's, so that it is planned with everything else. */
  attributes(postOperations: readonly PostOperation[]): AttributesHandle {
    const calls = this.#calls;
    const attributes = calls.make('dnnl_primitive_attr_create', 'dnnl_primitive_attr_destroy', '');
    calls.call('dnnl_primitive_attr_set_scratchpad_mode', 'pi', attributes, scratchpadFromUser);
    if (postOperations.length === 0) return attributes;
    const list = calls.make('dnnl_post_ops_create', 'dnnl_post_ops_destroy', '');
    for (const post of postOperations) {
      if (post.kind === 'eltwise') {
        this.abi.appendEltwise(list, this.abi.eltwiseCodes[post.algorithm], post.alpha, post.beta);
      } else if (post.kind === 'sum') this.abi.appendSum(list, post.scale);
      else calls.call('dnnl_post_ops_append_binary', 'pip', list, binaryCodes[post.algorithm], post.operand);
    }
    calls.call('dnnl_primitive_attr_set_post_ops', 'pp', attributes, list);
    return attributes;
  }

  reorder(from: Layout, to: Layout): PrimitiveHandle {
    const values = [from, this.#engine, to, this.#engine, this.#plainAttributes];
    return this.#calls.make('dnnl_reorder_primitive_desc_create', 'dnnl_primitive_desc_destroy', 'ppppp', ...values);
  }

  /** The layout that a primitive wants for an operand; `undefined` where it has none. Lives as long as the primitive. */
  query(primitive: PrimitiveHandle, operand: keyof typeof queryCodes): Layout | undefined {
    const values = [primitive, queryCodes[operand], 0, this.#out] as const;
    const status = this.#calls.status('dnnl_primitive_desc_query', 'piip', ...values);
    if (status !== 0 || this.#out[0] === 0n) return undefined;
    const layout = this.#out[0];
    return this.sizeOf(layout) === 0 ? undefined : layout;
  }

  /** The library's name for the code that will run, such as `jit:avx512_core`. */
  implementation(primitive: PrimitiveHandle): string {
    this.#calls.call('dnnl_primitive_desc_query', 'piip', primitive, implementationQuery, 0, this.#out);
    return readText(this.#out[0]);
  }

  /** Bytes, padding included. */
  sizeOf(layout: Layout): number {
    return Number(this.#calls.function('dnnl_memory_desc_get_size', 'p', 'size_t')(layout));
  }

  /** The row-major layout of the same axes. */
  plainLike(layout: Layout): Layout {
    return this.abi.plainLayout(this.abi.shapeOf(layout));
  }

  isSame(a: Layout, b: Layout): boolean {
    return a === b || this.#calls.status('dnnl_memory_desc_equal', 'pp', a, b) === 1;
  }

  /** Compiles the code that a primitive descriptor stands for. */
  primitive(descriptor: PrimitiveHandle): Address {
    return this.#calls.make('dnnl_primitive_create', 'dnnl_primitive_destroy', 'p', descriptor);
  }

  /** Memory object for a place in `memory`, which is kept as long as the object, so that the library never reads freed memory. */
  memory(layout: Layout, memory: NativeMemory, offset = 0): Address {
    this.#calls.keep(memory);
    return this.memoryAt(layout, memory.address + BigInt(offset));
  }

  /** Memory object for an address. The caller must keep what lies there: this object does not. */
  memoryAt(layout: Layout, address: Address): Address {
    return this.#calls.make('dnnl_memory_create', 'dnnl_memory_destroy', 'ppp', layout, this.#engine, address);
  }

  moveMemory(memory: Address, address: Address): void {
    this.#calls.call('dnnl_memory_set_data_handle', 'pp', memory, address);
  }

  /** What is made during the work is `owner`'s, to be destroyed with it. */
  within<Result>(owner: Belongings, work: () => Result): Result {
    return this.#calls.within(owner, work);
  }

  /** What is made during the work is destroyed after it. */
  temporarily<Result>(work: () => Result): Result {
    const made = new Belongings();
    try {
      return this.within(made, work);
    } finally {
      made.destroy();
    }
  }

  /** Runs a primitive to its end. */
  execute(primitive: Address, operands: OperandList): void {
    this.#calls.requireOpen();
    const status = this.#execute(primitive, this.#stream, operands.count, operands.words);
    if (status !== 0) throw new EngineError(`oneDNN: dnnl_primitive_execute: status ${status}`);
  }

  useThreads(threads: number): void {
    setThreadCount(this.#calls.library, threads);
  }

  /** Destroys everything that was made through this object; later calls are refused. */
  close(): void {
    this.#calls.close();
  }
}
