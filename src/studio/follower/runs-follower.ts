// All runs of a folder, for all pages that are connected: a round looks at what changed, and each page then takes what
// it lacks. Nothing is queued for a page, so one that is slow takes more at once and costs no memory.
import { noPackagedRuns, type PackagedRuns } from '../packaged-runs.ts';
import type { RunOverview, StudioEvents } from '../protocol.ts';
import { findRun, findRuns } from './find-runs.ts';
import { FollowedRun } from './followed-run.ts';
import { Watch } from './watch.ts';

/** Milliseconds after which what was found so far is told. */
const patience = 500;

export type StudioEvent = {
  readonly [Name in keyof StudioEvents]: { readonly name: Name; readonly data: StudioEvents[Name] };
}[keyof StudioEvents];

export class RunsFollower {
  readonly #directory: string;
  readonly #packaged: PackagedRuns;
  readonly #runs = new Map<string, FollowedRun>();
  readonly #watches = new Set<Watch>();
  #overviews: readonly RunOverview[] | undefined;
  /** Called when a page has come. */
  onWatch: () => void = () => {};

  /** @param directory absolute; it may come and go */
  constructor(directory: string, packaged: PackagedRuns = noPackagedRuns) {
    this.#directory = directory;
    this.#packaged = packaged;
  }

  /** The newest first; undefined before the first round. The same array as long as nothing changes. */
  get overviews(): readonly RunOverview[] | undefined {
    return this.#overviews;
  }

  get isWatched(): boolean {
    return this.#watches.size > 0;
  }

  /** @returns null for a run without a folder, undefined for one that was not looked for yet */
  find(id: string): FollowedRun | null | undefined {
    return this.#runs.get(id) ?? (this.#overviews === undefined ? undefined : null);
  }

  /** @param onNews called when there may be something to take */
  watch(runs: readonly string[], onNews: () => void): Watch {
    const watch = new Watch(this, runs, onNews, () => {
      this.#watches.delete(watch);
      this.#keepWantedPoints();
    });
    this.#watches.add(watch);
    this.#keepWantedPoints();
    this.onWatch();
    return watch;
  }

  /** Whether there is more to read than the last look has read: the next need not wait. */
  get isBehind(): boolean {
    return [...this.#runs.values()].some(({ metrics }) => metrics.isBehind);
  }

  /** Looks at all runs. */
  async lookAtAll(): Promise<void> {
    const found = await findRuns(this.#directory, this.#packaged);
    for (const [id, run] of [...this.#runs]) if (found.get(id) !== run.folder.path) this.#runs.delete(id);
    for (const [id, path] of found) if (!this.#runs.has(id)) this.#follow(id, path);
    this.#keepWantedPoints();
    const wanted = this.#wanted();
    const inOrder = [...this.#runs.values()].sort((a, b) => Number(wanted.has(b.id)) - Number(wanted.has(a.id)));
    let told = performance.now();
    // One after the other: a hundred long files at once would take long to give way.
    for (const run of inOrder) {
      await run.refresh();
      if (performance.now() - told < patience) continue;
      this.#tell();
      told = performance.now();
    }
    this.#tell();
  }

  /** Looks at the runs whose points are wanted, and at those of which there is more to read. */
  async lookAtWatched(): Promise<void> {
    const behind = [...this.#runs.values()].flatMap(({ id, metrics }) => (metrics.isBehind ? [id] : []));
    for (const id of new Set([...this.#wanted(), ...behind])) {
      const path = await findRun(this.#directory, id, this.#packaged);
      if (path === undefined) {
        this.#runs.delete(id);
        continue;
      }
      if (this.#runs.get(id)?.folder.path !== path) this.#follow(id, path);
      this.#keepWantedPoints();
      await this.#runs.get(id)?.refresh();
    }
    this.#tell();
  }

  #follow(id: string, path: string): void {
    this.#runs.set(id, new FollowedRun(id, path, this.#packaged.has(id) ? 'packaged' : 'imported'));
  }

  #wanted(): ReadonlySet<string> {
    return new Set([...this.#watches].flatMap(({ runs }) => runs));
  }

  #keepWantedPoints(): void {
    const wanted = this.#wanted();
    for (const [id, run] of this.#runs) run.metrics.keepPoints(wanted.has(id));
  }

  #tell(): void {
    const overviews = [...this.#runs.values()].flatMap((run) => run.overview ?? []).sort(newestFirst);
    const before = this.#overviews;
    const isSame = before?.length === overviews.length && overviews.every((run, index) => run === before[index]);
    if (!isSame) this.#overviews = overviews;
    for (const watch of this.#watches) watch.onNews();
  }
}

function newestFirst(a: RunOverview, b: RunOverview): number {
  const [left, right] = [a.started ?? '', b.started ?? ''];
  if (left !== right) return left < right ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
