// The contract between the compiler and whatever computes. An engine holds resident tensors (parameters, optimizer
// state) in a store, in any layout it likes; programs compiled from graphs read and update them in place. These classes
// are the only way to a backend: they check what they are given, and know when they were closed or released.
/// <reference lib="esnext.disposable" preserve="true" />
import { describeValue } from '../errors/describe-value.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Graph } from '../graph/graph.ts';
import type { ResidentKind } from '../graph/op-attrs.ts';
import { type Shape, sizeOf } from '../graph/shape.ts';
import type { Backend, BackendChoices, BackendProgram, BackendStore } from './backend.ts';
import { checkInputs, checkResidents } from './check-inputs.ts';
import { Lease } from './lease.ts';
import type { Precision } from './precision.ts';

/** A tensor that an engine keeps between runs. Float32. */
export interface ResidentTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly kind: ResidentKind;
  /** Name of a tensor of the same shape that it belongs to: both are laid out alike. */
  readonly like?: string;
}

/**
 * Changes values where they lie, until its promise resolves. Together the pieces are all elements of the tensors, in whatever
 * order the engine has them, and perhaps zeros between them, which it leaves zero.
 */
export type MemoryChange = (pieces: readonly Float32Array[]) => void | Promise<void>;

/** Values by input or output name. */
export type RunInputs = Readonly<Record<string, Float32Array | Int32Array>>;
/** Values by output name, row-major float32. */
export type RunOutputs = Readonly<Record<string, Float32Array>>;

/** What is to be done with resident tensors in the midst of a run, as soon as it has updated them. */
export interface EarlyUse {
  readonly names: readonly string[];
  /** Takes a piece of the engine's memory that the run is done with: the last tensors' first, each in the pieces of `piecesOf`. */
  take(piece: Float32Array): void;
  /** Called again and again while the engine computes. */
  between(): void;
}

/** One thing that an engine did during a run. */
export interface StepProfile {
  /** Kind of primitive, e.g. `convolution`. */
  readonly kind: string;
  /** Path of the module that it belongs to; empty if it serves several. */
  readonly module: string;
  /** The library's name for the code that ran. */
  readonly implementation: string;
  readonly milliseconds: number;
  /** Time of a second run right after, with everything in the caches: for convolutions, what they could reach. */
  readonly warmMilliseconds?: number;
  readonly multiplyAdds: number;
}

/** A GPU that an engine computes on. */
export interface EngineDevice {
  readonly name: string;
  /** `software`: a processor that computes what a GPU would. */
  readonly kind: 'integrated' | 'discrete' | 'virtual' | 'software' | 'other';
}

const storeTexts = { ended: 'the store is released', hint: 'create another one' };
const programTexts = { ended: 'the program is released', hint: 'compile it again' };

/** Freed at the end of a scope: `await using engine = await openEngine('auto')`. */
export class Engine implements AsyncDisposable {
  readonly name: string;
  /** Version of the library that computes. */
  readonly version: string;
  /** Number of threads that compute. Sums are split among them, so it decides the last bits of every result. */
  readonly threads: number;
  /** Precision of activations and their gradients; parameters, their gradients, optimizer and losses are always float32. */
  readonly precision: Precision;
  /** The GPU that it computes on; undefined for engines of the processor, and where the system does not tell. */
  readonly device?: EngineDevice;
  /** One line on what `auto` measured, where it did; on how to make this machine faster, if this engine stands in for a faster one. */
  readonly advice?: string;
  readonly #lease: Lease<Backend>;
  readonly #choices: BackendChoices | undefined;

  constructor(backend: Backend, { advice }: { readonly advice?: string | undefined } = {}) {
    const { name, version, threads } = backend;
    this.name = name;
    this.version = version;
    this.threads = threads;
    this.precision = backend.precision ?? 'float32';
    this.#choices = backend.choices;
    if (backend.device !== undefined) this.device = backend.device;
    if (advice !== undefined) this.advice = advice;
    this.#lease = new Lease({ ended: `the ${name} engine is closed`, hint: 'open another one' }, backend);
  }

  /** Choices that it made by trying when it compiled, by primitive: they decide the last bits of results. */
  get choices(): ReadonlyMap<string, string> {
    return this.#choices?.all ?? new Map();
  }

  /** Makes it choose as before, e.g. for a resumed training. Programs that are compiled already stay as they are. */
  adoptChoices(choices: ReadonlyMap<string, string>): void {
    this.#choices?.adopt(choices);
  }

  /** Makes room for resident tensors, all zero. Programs that take many at once are fastest in this order. */
  async createStore(tensors: readonly ResidentTensor[]): Promise<Store> {
    return this.#lease.use('create a store', (backend) => {
      return new Store(tensors, new Lease(storeTexts, backend.createStore(tensors), this.#lease));
    });
  }

  /** Programs of one store share its tensors: a short last batch is a second program. @throws EngineError */
  async compile(graph: Graph, store: Store): Promise<Program> {
    const action = `compile ${graph.name}`;
    this.#lease.requireOpen(action);
    const lease = store instanceof Store ? leaseOf(store) : undefined;
    if (lease === undefined || !lease.isHeldBy(this.#lease)) {
      throw new EngineError(`${graph.name}: the store belongs to another engine`, {
        hint: 'compile with the engine that created the store',
      });
    }
    return lease.use(action, async (held) => {
      checkResidents(graph, store.tensors);
      return new Program(graph, new Lease(programTexts, await held.compile(graph), lease));
    });
  }

  /** Frees the engine with its stores and programs once all work asked for before is done. None of them can be used afterwards. */
  close(): Promise<void> {
    return this.#lease.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** The same engine, for whoever opens it and knows only then why it was chosen. */
export function advised(engine: Engine, advice: string): Engine {
  return Object.assign(engine, { advice });
}

let leaseOf: (store: Store) => Lease<BackendStore>;

/** The tensors that an engine keeps between runs. Freed with its engine, at the end of a scope, or by `release`. */
export class Store implements AsyncDisposable {
  static {
    leaseOf = (store) => store.#lease;
  }

  readonly tensors: readonly ResidentTensor[];
  readonly #byName: ReadonlyMap<string, ResidentTensor>;
  readonly #lease: Lease<BackendStore>;

  /** Engines create it. */
  constructor(tensors: readonly ResidentTensor[], lease: Lease<BackendStore>) {
    this.tensors = tensors;
    this.#byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    this.#lease = lease;
  }

  /** A copy in canonical layout (NCHW, KCRS), row-major. @throws EngineError for a name that the store does not have */
  async read(name: string): Promise<Float32Array> {
    return this.#lease.use(`read ${name}`, (held) => held.read(this.#find(name)));
  }

  /** @throws EngineError for values of another length or type than the tensor's */
  async write(name: string, values: Float32Array): Promise<void> {
    return this.#lease.use(`write ${name}`, (held) => {
      const tensor = this.#find(name);
      const expected = `a Float32Array of ${sizeOf(tensor.shape)} elements`;
      if (!(values instanceof Float32Array && values.length === sizeOf(tensor.shape))) {
        throw new EngineError(`${name} takes ${expected}, got ${describeValue(values)}`);
      }
      return held.write(tensor, values);
    });
  }

  /**
   * Lets tensors be changed in the engine's own memory: what lies together is one piece, and not copied where the engine
   * computes in this process's memory. Pieces lie alike in stores of the same tensors and programs, on processors of one kind.
   * In whatever order they are named, and however often. What else is asked of the engine waits for the change, so a change that
   * waits for the engine never ends.
   * @throws EngineError for a name that the store does not have; whatever the change throws
   */
  async modify(names: readonly string[], change: MemoryChange): Promise<void> {
    return this.#lease.use('modify tensors', (held) => {
      const asked = new Set(names.map((name) => this.#find(name)));
      return held.modify(
        this.tensors.filter((tensor) => asked.has(tensor)),
        change,
      );
    });
  }

  /**
   * No element of these tensors is farther from zero; not finite where one of them is not, or where a sum overflowed.
   * Asked before each step, so an engine answers in little time, and again without looking if nothing has changed.
   * @throws EngineError for a name that the store does not have
   */
  async magnitude(names: readonly string[]): Promise<number> {
    return this.#measure(names, (held) => held.magnitude(names));
  }

  /**
   * Whether every element of these tensors is finite; it may also answer no where they are so large that a sum is not.
   * @throws EngineError for a name that the store does not have
   */
  async areFinite(names: readonly string[]): Promise<boolean> {
    return this.#measure(names, (held) => held.areFinite(names));
  }

  /**
   * The sum of the squares of all their elements; not finite where one is not, or where their sum leaves float32's range.
   * @throws EngineError for a name that the store does not have
   */
  async sumOfSquares(names: readonly string[]): Promise<number> {
    return this.#measure(names, (held) => held.sumOfSquares(names));
  }

  /** Frees its tensors and programs. */
  release(): Promise<void> {
    return this.#lease.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  #measure<T>(names: readonly string[], measure: (held: BackendStore) => T | Promise<T>): Promise<T> {
    return this.#lease.use('measure tensors', (held) => {
      for (const name of names) this.#find(name);
      return measure(held);
    });
  }

  #find(name: string): ResidentTensor {
    const found = this.#byName.get(name);
    if (found === undefined) throw new EngineError(`the store has no tensor ${name}`);
    return found;
  }
}

/** A compiled graph. Freed with its store, at the end of a scope, or by `release`. */
export class Program implements AsyncDisposable {
  readonly #graph: Graph;
  readonly #lease: Lease<BackendProgram>;
  #isRunning = false;

  /** Engines compile it. */
  constructor(graph: Graph, lease: Lease<BackendProgram>) {
    this.#graph = graph;
    this.#lease = lease;
  }

  /**
   * Runs the graph once and applies its updates to the store.
   * @param inputs every input of the graph that the store does not hold; kept until the promise resolves
   * @param early called by engines that know when a tensor is done; the others do not call it
   * @returns every output, valid until the next run
   */
  async run(inputs: RunInputs, early?: EarlyUse): Promise<RunOutputs> {
    return this.#use(inputs, (held) => held.run(inputs, early));
  }

  /**
   * Runs the graph once, timing each step. Steps are repeated to be timed again, so what the store holds afterwards is of
   * no use.
   * @returns undefined for an engine that cannot tell its steps apart
   */
  async profile(inputs: RunInputs): Promise<readonly StepProfile[] | undefined> {
    return this.#use(inputs, (held) => held.profile?.(inputs));
  }

  /** Frees what it needs to run; the store stays. */
  release(): Promise<void> {
    return this.#lease.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  async #use<Result>(inputs: RunInputs, work: (held: BackendProgram) => Result | Promise<Result>): Promise<Result> {
    const { name } = this.#graph;
    this.#lease.requireOpen(`run ${name}`);
    checkInputs(this.#graph, inputs);
    // The outputs of one run are overwritten by the next.
    if (this.#isRunning) throw new EngineError(`${name} is running already`, { hint: 'await one run before the next' });
    this.#isRunning = true;
    try {
      return await this.#lease.use(`run ${name}`, work);
    } finally {
      this.#isRunning = false;
    }
  }
}
