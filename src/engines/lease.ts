// Something that an engine holds until it is given back: the engine itself, a store in it, a program of a store. It is
// reached through here alone, so nothing reaches it afterwards; and what is done with one engine is done one by one.
import { EngineError } from '../errors/engine-error.ts';

/** What can be given back. */
export interface Releasable {
  release(): void | Promise<void>;
}

/** What errors say once it has ended. */
export interface LeaseTexts {
  /** E.g. `the store is released`. */
  readonly ended: string;
  /** How to get another one. */
  readonly hint: string;
}

/** What is held until it is released, and used by one at a time. */
export class Lease<Held extends Releasable> {
  readonly #texts: LeaseTexts;
  readonly #holder: Lease<Releasable> | undefined;
  readonly #parts = new Set<Lease<Releasable>>();
  #held: Held | undefined;
  #ended: Promise<void> | undefined;
  /** Used in the engine's lease only: resolves when everything asked of the engine so far is done. */
  #lastTurn: Promise<unknown> = Promise.resolve();

  /** @param holder ends it with itself */
  constructor(texts: LeaseTexts, held: Held, holder?: Lease<Releasable>) {
    this.#texts = texts;
    this.#held = held;
    this.#holder = holder;
    if (holder !== undefined) holder.#parts.add(this);
  }

  isHeldBy(holder: Lease<Releasable>): boolean {
    return this.#holder === holder;
  }

  /** @throws EngineError once it, or what holds it, has ended */
  requireOpen(action: string): void {
    this.#holder?.requireOpen(action);
    if (this.#ended === undefined) return;
    const { ended, hint } = this.#texts;
    throw new EngineError(`cannot ${action}: ${ended}`, { hint });
  }

  /** Works with what is held, after what the engine was asked before. @throws EngineError as `requireOpen` */
  async use<Result>(action: string, work: (held: Held) => Result | Promise<Result>): Promise<Result> {
    this.requireOpen(action);
    return this.#turn(() => {
      if (this.#held === undefined) throw new Error('unreachable: what was asked before the end comes before it');
      return work(this.#held);
    });
  }

  /** Ends it after what was asked before, and its parts before it; later calls wait for the same end. */
  end(): Promise<void> {
    this.#ended ??= this.#turn(() => this.#free());
    return this.#ended;
  }

  async #free(): Promise<void> {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    if (this.#holder !== undefined) this.#holder.#parts.delete(this);
    const frees = [...[...this.#parts].map((part) => () => part.#free()), () => held.release()];
    const failures: unknown[] = [];
    for (const free of frees) {
      try {
        await free();
      } catch (error) {
        // The others are freed all the same.
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  #turn<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    if (this.#holder !== undefined) return this.#holder.#turn(work);
    const result = this.#lastTurn.then(work);
    this.#lastTurn = result.catch(() => {});
    return result;
  }
}
