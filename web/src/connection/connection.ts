// What the server tells, as signals: the list of runs, and the numbers of those that the view follows. One stream for
// the whole page; its address changes with the view.
import { batch, computed, signal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { checked } from '../../../src/studio/checked.ts';
import type { RunOverview, StudioEvents } from '../../../src/studio/protocol.ts';
import { eventShapes } from '../../../src/studio/protocol-shapes.ts';
import { EventStream } from './event-stream.ts';
import {
  type FollowedRun,
  type FollowedRuns,
  following,
  withMetrics,
  withOverviews,
  withoutFolder,
} from './followed-runs.ts';

const receivedRuns = signal<readonly RunOverview[] | null>(null);
const followed = signal<FollowedRuns>(new Map());
const lost = signal<Date | null>(null);
const invalidEvent = signal<InvalidEvent | null>(null);

/** All runs, the newest first; null until the server was heard. */
export const runs = computed(() => receivedRuns.value);

/** Since when the server is not heard; null while it is. */
export const lostSince = computed(() => lost.value);

export interface InvalidEvent {
  /** The event's name. */
  readonly name: string;
  readonly reason: string;
}

/** What the server told last that is not of the form that the page expects. */
export const lastInvalidEvent = computed(() => invalidEvent.value);

/** What is known of a run that the view follows. */
export function followedRun(id: string): FollowedRun | undefined {
  return followed.value.get(id);
}

/** A browser has six connections to a server, over all its tabs; a tab that nobody sees gives its own back. */
const hiddenForMilliseconds = 60_000;

const stream = new EventStream({
  open: (url) => new EventSource(url),
  listeners: {
    runs: understood('runs', (told) => {
      receivedRuns.value = told;
      followed.value = withOverviews(followed.value, told);
    }),
    metrics: understood('metrics', (told) => {
      followed.value = withMetrics(followed.value, told);
    }),
    gone: understood('gone', ({ run }) => {
      followed.value = withoutFolder(followed.value, run);
    }),
  },
  onChange: (isHeard) => {
    lost.value = isHeard ? null : (lost.value ?? new Date());
  },
});

/** What is not of the right form changes nothing, and is said. */
function understood<Name extends keyof StudioEvents>(name: Name, take: (told: StudioEvents[Name]) => void) {
  return (data: string) =>
    batch(() => {
      try {
        take(checked(eventShapes[name], JSON.parse(data)));
        if (invalidEvent.value?.name === name) invalidEvent.value = null;
      } catch (error) {
        invalidEvent.value = { name, reason: error instanceof Error ? error.message : String(error) };
      }
    });
}

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

/** Runs that are followed, one list for each component. */
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

/** Waits until all components of a new view have replaced the old ones, so that the stream changes its address only once. */
function followSoon(): void {
  if (isScheduled) return;
  isScheduled = true;
  queueMicrotask(() => {
    isScheduled = false;
    const ids = [...new Set([...wanted].flat())].sort();
    invalidEvent.value = null;
    followed.value = following(followed.value, ids, receivedRuns.value);
    const query = new URLSearchParams(ids.map((id) => ['run', id]));
    stream.follow(ids.length === 0 ? '/api/events' : `/api/events?${query}`);
  });
}
