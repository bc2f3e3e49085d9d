// The contract between the compiler and whatever computes. An engine holds resident tensors (parameters, optimizer
// state) in a store, in any layout it likes; programs compiled from graphs read and update them in place.
import type { Graph } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';

export interface Engine {
  readonly name: string;
  /** Of the library that computes. */
  readonly version: string;
  /** That compute. Sums are split among them, so their number decides the last bits of every result. */
  readonly threads: number;
  /** How this machine would compute faster, in one line, where this engine stands in for a faster one. */
  readonly advice?: string;
  /** Makes room for resident tensors, all zero. */
  createStore(tensors: readonly ResidentTensor[]): Promise<Store>;
  /** Programs of one store share its tensors: a short last batch is a second program. @throws EngineError */
  compile(graph: Graph, store: Store): Promise<Program>;
  /** Frees what the engine holds; its stores and programs are then unusable. */
  close(): Promise<void>;
}

export interface ResidentTensor {
  readonly name: string;
  readonly shape: Shape;
}

export interface Store {
  readonly tensors: readonly ResidentTensor[];
  /** A copy in canonical layout (NCHW, KCRS), row-major. */
  read(name: string): Promise<Float32Array>;
  write(name: string, values: Float32Array): Promise<void>;
}

/** Values by input or output name. */
export type RunInputs = Readonly<Record<string, Float32Array | Int32Array>>;
export type RunOutputs = Readonly<Record<string, Float32Array>>;

export interface RunOptions {
  /** Asked after the outputs are known and before the store changes; `false` leaves the store as it was. */
  readonly accept?: (outputs: RunOutputs) => boolean;
}

export interface Program {
  /**
   * Runs the graph once and, if `accept` agrees, applies its updates to the store.
   * @param inputs every data input and hyperparameter of the graph; kept until the promise resolves
   * @returns every output, valid until the next run
   */
  run(inputs: RunInputs, options?: RunOptions): Promise<RunOutputs>;
  /**
   * Runs the graph once, timing each step; absent in engines that cannot tell their steps apart. Steps are repeated to be
   * timed again, so what the store holds afterwards is of no use.
   */
  profile?(inputs: RunInputs): Promise<readonly StepProfile[]>;
}

/** One thing that an engine did during a run. */
export interface StepProfile {
  /** Kind of primitive, e.g. `convolution`. */
  readonly kind: string;
  /** Path of the module that it belongs to; empty for what serves all. */
  readonly module: string;
  /** The library's name for the code that ran. */
  readonly implementation: string;
  readonly milliseconds: number;
  /** Once more right after, with everything in the caches: for convolutions, what they could reach. */
  readonly warmMilliseconds?: number;
  readonly multiplyAdds: number;
}
