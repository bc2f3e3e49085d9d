// Looks at the runs while a page is connected, and rests otherwise.
import type { RunsFollower } from './runs-follower.ts';

/** Milliseconds between two looks at the runs whose points are wanted. */
const watchedPeriod = 300;
/** Milliseconds between two looks at all runs. */
const allPeriod = 1000;
/** Looks at all runs may take this share of the time: thousands of folders, or a slow disk, are looked at less often. */
const busyShare = 0.1;

export interface Clock {
  /** Milliseconds. */
  readonly now: () => number;
  /** @returns what cancels it */
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

export class Polling {
  readonly #follower: RunsFollower;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  #cancel: (() => void) | undefined;
  #isLooking = false;
  #isClosed = false;
  #nextOfAll = Number.NEGATIVE_INFINITY;
  /** Milliseconds that the last look at all runs took. */
  #tookBefore = 0;

  constructor(follower: RunsFollower, onError: (error: unknown) => void, clock: Clock = systemClock) {
    this.#follower = follower;
    this.#clock = clock;
    this.#onError = onError;
    follower.onWatch = () => this.#wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** A page has come: it need not wait for the next look. */
  #wake(): void {
    if (this.#isLooking || this.#isClosed) return;
    this.#cancel?.();
    this.#cancel = undefined;
    void this.#look();
  }

  async #look(): Promise<void> {
    const { now } = this.#clock;
    this.#isLooking = true;
    const begin = now();
    try {
      if (begin >= this.#nextOfAll) {
        await this.#follower.lookAtAll();
        // A single one that is long was held up by other work of this process, e.g. the export of a model.
        const took = now() - begin;
        this.#nextOfAll = now() + Math.max(allPeriod, Math.min(took, this.#tookBefore) / busyShare);
        this.#tookBefore = took;
      } else {
        await this.#follower.lookAtWatched();
      }
    } catch (error) {
      this.#onError(error);
    }
    this.#isLooking = false;
    if (this.#isClosed || !this.#follower.isWatched) return;
    // Also where the round was long: what a page shows of its runs is to be news within a second.
    const pause = this.#follower.isBehind ? 0 : watchedPeriod;
    this.#cancel = this.#clock.after(pause, () => void this.#look());
  }
}
