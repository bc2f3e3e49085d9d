// What the server tells, as signals: the list of runs, and the numbers of those that the view follows. One stream for
// the whole page; its address changes with the view.
import { batch, computed, signal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import type { RunOverview, StudioEvents } from '../../../src/studio/protocol.ts';
import { EventStream } from './event-stream.ts';
import {
  type FollowedRun,
  type FollowedRuns,
  following,
  withMetrics,
  withOverviews,
  withoutFolder,
} from './followed-runs.ts';

const heardRuns = signal<readonly RunOverview[] | null>(null);
const followed = signal<FollowedRuns>(new Map());
const lost = signal<Date | null>(null);

/** All runs, the newest first; null until the server was heard. */
export const runs = computed(() => heardRuns.value);

/** Since when the server is not heard; null while it is. */
export const lostSince = computed(() => lost.value);

/** What is known of a run that the view follows. */
export function followedRun(id: string): FollowedRun | undefined {
  return followed.value.get(id);
}

/** A browser has six connections to a server, over all its tabs; a tab that nobody sees gives its own back. */
const hiddenForMilliseconds = 60_000;

const stream = new EventStream({
  open: (url) => new EventSource(url),
  listeners: {
    runs: (data) => {
      const told: StudioEvents['runs'] = JSON.parse(data);
      batch(() => {
        heardRuns.value = told;
        followed.value = withOverviews(followed.value, told);
      });
    },
    metrics: (data) => {
      followed.value = withMetrics(followed.value, JSON.parse(data));
    },
    gone: (data) => {
      const { run }: StudioEvents['gone'] = JSON.parse(data);
      followed.value = withoutFolder(followed.value, run);
    },
  },
  onChange: (isHeard) => {
    lost.value = isHeard ? null : (lost.value ?? new Date());
  },
});

/** Begins to listen; what it returns ends it. */
export function listen(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wake = () => stream.wake();
  const onVisibility = () => {
    clearTimeout(timer);
    if (document.visibilityState === 'visible') wake();
    else timer = setTimeout(() => stream.pause(), hiddenForMilliseconds);
  };
  document.addEventListener('visibilitychange', onVisibility);
  addEventListener('online', wake);
  followSoon();
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onVisibility);
    removeEventListener('online', wake);
    stream.pause();
  };
}

export function tryNow(): void {
  stream.wake();
}

/** By each component that follows some. */
const wanted = new Set<readonly string[]>();
let isScheduled = false;

/** While the component is shown, the server tells of these runs. */
export function useFollowedRuns(ids: readonly string[]): void {
  const key = JSON.stringify(ids);
  useLayoutEffect(() => {
    const own: readonly string[] = JSON.parse(key);
    wanted.add(own);
    followSoon();
    return () => {
      wanted.delete(own);
      followSoon();
    };
  }, [key]);
}

/** After all components of a new view were put in place of the old: one new address, not several. */
function followSoon(): void {
  if (isScheduled) return;
  isScheduled = true;
  queueMicrotask(() => {
    isScheduled = false;
    const ids = [...new Set([...wanted].flat())].sort();
    followed.value = following(followed.value, ids, heardRuns.value);
    const query = new URLSearchParams(ids.map((id) => ['run', id]));
    stream.follow(ids.length === 0 ? '/api/events' : `/api/events?${query}`);
  });
}
