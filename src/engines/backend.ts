// What an engine implements: the computing alone. What holds for all engines (that things are closed, released, used one
// at a time, and given what fits) is the contract's business, in engine.ts, so backends check nothing of it.
import type { Graph } from '../graph/graph.ts';
import type {
  EarlyUse,
  EngineDevice,
  MemoryChange,
  ResidentTensor,
  RunInputs,
  RunOutputs,
  StepProfile,
} from './engine.ts';
import type { Precision } from './precision.ts';

/** Each is released once, after everything that came from it. */
export interface Backend {
  readonly name: string;
  readonly version: string;
  readonly threads: number;
  /** Default float32. */
  readonly precision?: Precision;
  /** What computes, where that is not the processor. */
  readonly device?: EngineDevice;
  /** Choices that it made by trying, and that a resumed training hands back to it. */
  readonly choices?: BackendChoices;
  createStore(tensors: readonly ResidentTensor[]): BackendStore;
  release(): void | Promise<void>;
}

/** What a backend chose by measuring, which decides the last bits. */
export interface BackendChoices {
  readonly all: ReadonlyMap<string, string>;
  adopt(choices: ReadonlyMap<string, string>): void;
}

/** The resident tensors of a backend. */
export interface BackendStore {
  read(tensor: ResidentTensor): Float32Array | Promise<Float32Array>;
  write(tensor: ResidentTensor, values: Float32Array): void | Promise<void>;
  modify(tensors: readonly ResidentTensor[], change: MemoryChange): void | Promise<void>;
  magnitude(names: readonly string[]): number | Promise<number>;
  areFinite(names: readonly string[]): boolean | Promise<boolean>;
  sumOfSquares(names: readonly string[]): number | Promise<number>;
  compile(graph: Graph): BackendProgram | Promise<BackendProgram>;
  release(): void | Promise<void>;
}

/** A compiled graph of a backend. */
export interface BackendProgram {
  run(inputs: RunInputs, early?: EarlyUse): RunOutputs | Promise<RunOutputs>;
  profile?(inputs: RunInputs): readonly StepProfile[];
  release(): void | Promise<void>;
}
