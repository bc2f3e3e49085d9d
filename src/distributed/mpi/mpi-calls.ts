// Calls into MPI with their results checked. All of them on the main thread, which is the one that MPI knows.
import koffi, { type LibraryHandle } from 'koffi';
import { reasonOf } from '../../errors/reason-of.ts';
import {
  type Abi,
  abis,
  anyTag,
  type Handle,
  type HandleName,
  statusBytes,
  textBytes,
  threadsFunnelled,
} from './abi-table.ts';
import type { FoundMpi } from './find-mpi.ts';

type NativeFunction = (...values: readonly unknown[]) => number;

/** C types by letter: pointer, int, and `h`, a handle of this ABI. */
type Signature = string;

/** MPI returned something else than success. */
export class MpiFailure extends Error {}

/** Something that MPI has begun: it reads and writes `memory` until `isDone`. */
export interface Request {
  readonly memory: readonly ArrayBufferView[];
  /** @throws MpiFailure */
  isDone(): boolean;
}

export class MpiCalls {
  readonly #library: LibraryHandle;
  readonly #abi: Abi;
  readonly #functions = new Map<string, NativeFunction>();
  readonly #status = new Int32Array(statusBytes / 4);
  readonly #flag = new Int32Array(1);

  constructor({ library, abi }: FoundMpi) {
    this.#library = library;
    this.#abi = abis[abi];
  }

  /** Whether MPI was started in this process before, which it can be once. */
  get isInitialized(): boolean {
    this.#call('MPI_Initialized', 'p', this.#flag);
    return this.#flag[0] !== 0;
  }

  /** Returns when all ranks have called it. */
  init(): void {
    this.#call('MPI_Init_thread', 'ppip', null, null, threadsFunnelled, this.#flag);
  }

  /** Returns when all ranks have called it. */
  finalize(): void {
    this.#call('MPI_Finalize', '');
  }

  /** A communicator of its own with all ranks, whose errors are returned. All ranks must call it. */
  duplicateWorld(): Communicator {
    const made = new BigInt64Array(1);
    this.#call('MPI_Comm_dup', 'hp', this.handle('world'), made);
    const communicator = this.#abi.handleType === 'int' ? new Int32Array(made.buffer)[0] : made[0];
    this.#call('MPI_Comm_set_errhandler', 'hh', communicator, this.handle('errorsReturn'));
    return communicator;
  }

  /** Errors end the process, unless they are returned. */
  returnErrors(): void {
    this.#call('MPI_Comm_set_errhandler', 'hh', this.handle('world'), this.handle('errorsReturn'));
  }

  get rank(): number {
    return this.#ask('MPI_Comm_rank');
  }

  get size(): number {
    return this.#ask('MPI_Comm_size');
  }

  sumInPlace(values: Float32Array | Float64Array, on: Communicator): Request {
    const type = this.handle(values instanceof Float32Array ? 'float' : 'double');
    const operands = [this.#abi.inPlace, addressOf(values), values.length, type, this.handle('sum'), on];
    return this.#begin([values], 'MPI_Iallreduce', 'ppihhh', ...operands);
  }

  /** From rank 0 to the others. */
  broadcast(bytes: Uint8Array, on: Communicator): Request {
    return this.#begin([bytes], 'MPI_Ibcast', 'pihih', addressOf(bytes), bytes.length, this.handle('byte'), 0, on);
  }

  /** @param all room for the numbers of all ranks, as many of each; this rank's own stand in their place */
  gatherInPlace(all: Int32Array | Float64Array, each: number, on: Communicator): Request {
    const type = this.handle(all instanceof Int32Array ? 'int' : 'double');
    const operands = [this.#abi.inPlace, 0, type, addressOf(all), each, type, on];
    return this.#begin([all], 'MPI_Iallgather', 'pihpihh', ...operands);
  }

  /** @param starts where the bytes of each rank begin in `all`; this rank's own stand there */
  gatherBytesInPlace(all: Uint8Array, lengths: Int32Array, starts: Int32Array, on: Communicator): Request {
    const type = this.handle('byte');
    const addresses = [addressOf(all), addressOf(lengths), addressOf(starts)];
    const operands = [this.#abi.inPlace, 0, type, ...addresses, type, on];
    return this.#begin([all, lengths, starts], 'MPI_Iallgatherv', 'pihppphh', ...operands);
  }

  send(bytes: Uint8Array, to: number, on: Communicator): Request {
    const operands = [addressOf(bytes), bytes.length, this.handle('byte'), to, 0, on];
    return this.#begin([bytes], 'MPI_Isend', 'pihiih', ...operands);
  }

  /** Takes a message that has come, whoever sent it. @returns the sender's rank, or undefined where there is none */
  receiveIfThere(bytes: Uint8Array, on: Communicator): number | undefined {
    this.#call('MPI_Iprobe', 'iihpp', this.#abi.anySource, anyTag, on, this.#flag, this.#status);
    if (this.#flag[0] === 0) return undefined;
    const from = this.#status[this.#abi.sourceWord];
    this.#call('MPI_Recv', 'pihiihp', bytes, bytes.length, this.handle('byte'), from, anyTag, on, this.#status);
    return from;
  }

  handle(name: HandleName): Handle {
    const value = this.#abi.handles[name];
    return typeof value === 'number' ? value : BigInt(this.#library.symbol(value));
  }

  #ask(name: string): number {
    const answer = new Int32Array(1);
    this.#call(name, 'hp', this.handle('world'), answer);
    return answer[0];
  }

  #begin(
    memory: readonly ArrayBufferView[],
    name: string,
    signature: Signature,
    ...values: readonly unknown[]
  ): Request {
    const request = new BigInt64Array(1);
    this.#call(name, `${signature}p`, ...values, request);
    return {
      memory,
      isDone: () => {
        this.#call('MPI_Test', 'ppp', request, this.#flag, this.#status);
        return this.#flag[0] !== 0;
      },
    };
  }

  #call(name: string, signature: Signature, ...values: readonly unknown[]): void {
    const code = this.#function(name, signature)(...values);
    if (code !== 0) throw new MpiFailure(`${name}: ${this.#wordsOf(code)}`);
  }

  #wordsOf(code: number): string {
    const text = Buffer.alloc(textBytes);
    const length = new Int32Array(1);
    const result = this.#function('MPI_Error_string', 'ipp')(code, text, length);
    return result === 0 ? reasonOf(text.toString('utf8', 0, length[0]).replaceAll(/\s+/g, ' ')) : `error ${code}`;
  }

  #function(name: string, signature: Signature): NativeFunction {
    const known = this.#functions.get(name);
    if (known !== undefined) return known;
    const types = { p: 'void *', i: 'int', h: this.#abi.handleType };
    const letters = [...signature].map((letter) => types[letter === 'i' || letter === 'h' ? letter : 'p']);
    const bound: NativeFunction = this.#library.func(name, 'int', letters);
    this.#functions.set(name, bound);
    return bound;
  }
}

export type Communicator = Handle;

/** The values then lie outside the heap, where they do not move; whoever gives the address away holds them. */
function addressOf(values: ArrayBufferView): bigint {
  return koffi.address(values.buffer) + BigInt(values.byteOffset);
}
