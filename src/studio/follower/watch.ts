// What one page has been told, and so what it lacks.
import type { RunOverview } from '../protocol.ts';
import type { MetricsCursor } from './metrics-file.ts';
import type { RunsFollower, StudioEvent } from './runs-follower.ts';

export class Watch implements Disposable {
  /** Runs whose points are wanted. */
  readonly runs: readonly string[];
  readonly onNews: () => void;
  readonly #follower: RunsFollower;
  readonly #onEnd: () => void;
  #isEnded = false;
  #overviews: readonly RunOverview[] | undefined;
  readonly #told = new Map<string, MetricsCursor | 'gone'>();

  constructor(follower: RunsFollower, runs: readonly string[], onNews: () => void, onEnd: () => void) {
    this.#follower = follower;
    this.runs = [...new Set(runs)];
    this.onNews = onNews;
    this.#onEnd = onEnd;
  }

  /** @returns undefined where there is nothing new */
  next(): StudioEvent | undefined {
    const { overviews } = this.#follower;
    if (overviews !== undefined && overviews !== this.#overviews) {
      this.#overviews = overviews;
      return { name: 'runs', data: overviews };
    }
    for (const run of this.runs) {
      const event = this.#nextOf(run);
      if (event !== undefined) return event;
    }
    return undefined;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  [Symbol.dispose](): void {
    this.#isEnded = true;
    this.#onEnd();
  }

  #nextOf(run: string): StudioEvent | undefined {
    const followed = this.#follower.find(run);
    const told = this.#told.get(run);
    if (followed === undefined) return undefined;
    if (followed === null) {
      if (told === 'gone') return undefined;
      this.#told.set(run, 'gone');
      return { name: 'gone', data: { run } };
    }
    const { metrics } = followed;
    if (!metrics.isRead) return undefined;
    const news = metrics.since(run, told === 'gone' ? undefined : told);
    if (news === undefined) return undefined;
    this.#told.set(run, news.cursor);
    return { name: 'metrics', data: news.update };
  }
}
