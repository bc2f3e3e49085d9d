// The engine of a training. One that goes on stays with the engine and the threads that it had, since another engine, or
// another number of threads, gives other last digits.
import { EngineError } from '../errors/engine-error.ts';
import type { Engine } from './engine.ts';
import { type EngineName, type EngineOptions, openEngine } from './open-engine.ts';
import type { Precision } from './precision.ts';

/** What a saved training ran on, e.g. `state.facts` of a checkpoint. */
export interface EngineFacts {
  readonly engine: string;
  readonly threads: number | undefined;
  /** Undefined for float32. */
  readonly precision?: string | undefined;
}

/** Their one thread does not say how many another engine should have. */
const threadless = ['webgpu', 'reference'];

/** `threads` by default: as many as before. */
export interface TrainingEngineOptions extends EngineOptions {
  /** Default `'auto'`: the engine of before; for a new training, the fastest that this machine has. */
  readonly engine?: EngineName | 'auto';
  /** `'auto'` may take another one where this machine lacks the engine of before. */
  readonly allowEngineChange?: boolean;
}

/**
 * @param saved of the training that goes on; undefined for a new one
 * @throws EngineError where the machine lacks the engine
 */
export async function openTrainingEngine(
  saved?: EngineFacts,
  { engine: name = 'auto', allowEngineChange = false, ...given }: TrainingEngineOptions = {},
): Promise<Engine> {
  const options = {
    ...(saved?.threads === undefined || threadless.includes(saved.engine) ? {} : { threads: saved.threads }),
    ...given,
    ...precisionOf(saved, given),
  };
  if (name !== 'auto' || saved === undefined) return openEngine(name, options);
  try {
    return await openEngine(saved.engine as EngineName, options);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (allowEngineChange) return openEngine('auto', options);
    const other = 'allow another engine (--allow-engine-change), whose numbers differ in the last digits';
    throw new EngineError(`the training ran on ${saved.engine}, which this machine lacks`, {
      hint: `${error.hint ?? error.message}; or ${other}`,
      cause: error,
    });
  }
}

/** For a resumed training, `auto` is the precision that it had before. */
function precisionOf(
  saved: EngineFacts | undefined,
  { precision }: EngineOptions,
): { readonly precision?: Precision | 'auto' } {
  if (saved !== undefined && (precision ?? 'auto') === 'auto') {
    return { precision: (saved.precision ?? 'float32') as Precision };
  }
  return precision === undefined ? {} : { precision };
}
