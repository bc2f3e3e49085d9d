// Foreign functions and memory that they can use: the only file that touches koffi.
// Call it on the process's main thread: a library that starts threads from a Worker keeps `process.exit` waiting.
import koffi, { type LibraryHandle } from 'koffi';

/** An address in this process: of memory, or of an object that a library made. */
export type Address = bigint;

/** What a C function with pointers and numbers takes; a view gives the address of its bytes. */
export type Argument = number | Address | ArrayBufferView | null;

/** C functions that return a status, a size or nothing, in the notation of their parameters. */
export type NativeFunction = (...values: readonly Argument[]) => number;

export class NativeLibrary {
  readonly path: string;
  readonly #library: LibraryHandle;

  /** @throws Error as the system's loader says it */
  constructor(path: string) {
    this.path = path;
    this.#library = koffi.load(path);
  }

  /** @param parameters C types, `void *` for every pointer. @throws Error where there is no such function */
  bind(name: string, parameters: readonly string[], result = 'int'): NativeFunction {
    return this.#library.func(name, result, [...parameters]);
  }

  /** Also finds the functions of the libraries that this one needs. */
  bindIfPresent(name: string, parameters: readonly string[], result = 'int'): NativeFunction | undefined {
    try {
      return this.bind(name, parameters, result);
    } catch {
      return undefined;
    }
  }
}

/** RTLD_NOW and RTLD_NODELETE, which POSIX leaves to each system. */
const openForever: Readonly<Record<string, number>> = { linux: 0x1002, darwin: 0x82 };

/**
 * Keeps a library in memory to the end of the process. Otherwise it is unloaded while the process ends, and threads that
 * it started, which may still be spinning in its code, crash.
 */
export function keepLoaded(path: string): void {
  const flags = openForever[process.platform];
  if (flags !== undefined) koffi.load(null).func('dlopen', 'void *', ['str', 'int'])(path, flags);
}

/** The 32-bit whole numbers at an address. */
export function readInt32(address: Address | number, count: number): readonly number[] {
  return [...new Int32Array(koffi.view(BigInt(address), count * 4))];
}

/** The 64-bit whole numbers at an address, all small enough for a number. */
export function readInt64(address: Address, count: number): readonly number[] {
  return [...new BigInt64Array(koffi.view(address, count * 8))].map(Number);
}

/** The bytes at an address: not a copy. */
export function readBytes(address: Address, count: number): Uint8Array {
  return new Uint8Array(koffi.view(address, count));
}

/** The characters at an address up to a zero. */
export function readText(address: Address): string {
  const text: unknown = koffi.decode(address, 'char', -1);
  return String(text);
}

const alignment = 64;

const pageBytes = 4096;
const hugePagesFrom = 4 * 2 ** 20;
const adviseHugePages = 14;

/** Large pages save the processor looking up small ones. Linux gives them when asked. */
function askForHugePages(address: Address, bytes: number): void {
  if (process.platform !== 'linux' || bytes < hugePagesFrom) return;
  const madvise = koffi.load(null).func('madvise', 'int', ['void *', 'size_t', 'int']);
  const mask = BigInt(pageBytes - 1);
  // Advice only: whatever it returns, the memory can be used.
  madvise((address + mask) & ~mask, bytes - pageBytes, adviseHugePages);
}

/**
 * Zeroed memory that does not move, aligned to 64 bytes. It is freed when nothing holds this object or a view of it, and its
 * address holds nothing: what gives the address away has the object kept (`OneDnn.memory`) or holds it itself.
 */
export class NativeMemory {
  readonly bytes: number;
  readonly address: Address;
  readonly #buffer: ArrayBuffer;
  readonly #start: number;

  constructor(bytes: number) {
    this.bytes = bytes;
    this.#buffer = new ArrayBuffer(bytes + alignment);
    const address = koffi.address(this.#buffer);
    this.#start = Number((BigInt(alignment) - (address % BigInt(alignment))) % BigInt(alignment));
    this.address = address + BigInt(this.#start);
    askForHugePages(this.address, bytes);
  }

  /** A view, not a copy. */
  float32(offset: number, count: number): Float32Array {
    return new Float32Array(this.#buffer, this.#start + offset, count);
  }

  /** A view, not a copy. */
  words(offset: number, count: number): BigInt64Array {
    return new BigInt64Array(this.#buffer, this.#start + offset, count);
  }

  /** A view, not a copy. */
  bytesAt(offset: number, count: number): Uint8Array {
    return new Uint8Array(this.#buffer, this.#start + offset, count);
  }
}
