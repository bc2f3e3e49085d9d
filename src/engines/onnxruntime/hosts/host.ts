// Where ONNX Runtime computes: which build of it, on what, and what that asks of models and memory. The engine is the same on
// all hosts; what differs between two of them stands in their files and nowhere else.
import type * as ort from 'onnxruntime-node';
import type { EngineDevice } from '../../engine.ts';
import type { DeviceCopies } from '../device-copies.ts';
import type { Tuning } from '../tuning.ts';

/** What all builds of the library have alike. */
export type Runtime = Pick<typeof ort, 'InferenceSession' | 'Tensor'>;

export interface OnnxHost {
  /** Name of the engine on this host. A training goes on with the engine that it had. */
  readonly engine: string;
  /** Version of the library. */
  readonly version: string;
  readonly threads: number;
  readonly runtime: Runtime;
  /** Options of the sessions that run programs. */
  readonly sessionOptions: ort.InferenceSession.SessionOptions;
  readonly tuning: Tuning;
  /** Where resident tensors stay from run to run: in this process's memory, or on a device of its own. */
  readonly residency: 'memory' | 'device';
  /** Those with which the device was tried out, which the engine goes on with. */
  readonly copies?: DeviceCopies;
  /** See `Engine.device`. */
  readonly device?: EngineDevice;
  /** See `Engine.advice`. */
  readonly advice?: string;
  /** Frees what the host itself holds, when its engine is closed. */
  readonly release?: () => Promise<void>;
}
