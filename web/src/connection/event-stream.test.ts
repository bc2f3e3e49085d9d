import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventStream, pauseAfter, type Source } from './event-stream.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('EventStream', () => {
  it('hands out what the server tells', () => {
    const { stream, sources, told } = start();
    stream.follow('/events?run=a');
    sources[0].tell('runs', '[]');
    expect(sources[0].url).toBe('/events?run=a');
    expect(told).toEqual(['runs []']);
  });

  it('closes the old source when it follows another address, and keeps it for the same', () => {
    const { stream, sources } = start();
    stream.follow('/a');
    stream.follow('/a');
    expect(sources).toHaveLength(1);
    stream.follow('/b');
    expect(sources.map(({ url, isClosed }) => [url, isClosed])).toEqual([
      ['/a', true],
      ['/b', false],
    ]);
  });

  it('says that the server is lost, and leaves it to the source to try again', () => {
    const { stream, sources, changes } = start();
    stream.follow('/a');
    sources[0].open();
    sources[0].fail(0);
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(1);
    sources[0].open();
    expect(changes).toEqual([true, false, true]);
  });

  it('opens a new source where the old has given up, after growing pauses', () => {
    const { stream, sources, changes } = start();
    stream.follow('/a');
    sources[0].fail(2);
    vi.advanceTimersByTime(249);
    expect(sources).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sources).toHaveLength(2);
    sources[1].fail(2);
    vi.advanceTimersByTime(499);
    expect(sources).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sources).toHaveLength(3);
    sources[2].open();
    sources[2].fail(2);
    vi.advanceTimersByTime(250);
    expect(sources).toHaveLength(4);
    expect(changes).toEqual([false, false, true, false]);
  });

  it('connects at once when woken, but not where it is connected', () => {
    const { stream, sources } = start();
    stream.wake();
    expect(sources).toHaveLength(0);
    stream.follow('/a');
    sources[0].fail(2);
    stream.wake();
    expect(sources).toHaveLength(2);
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(2);
    sources[1].open();
    stream.wake();
    expect(sources).toHaveLength(2);
  });

  it('is silent while paused', () => {
    const { stream, sources } = start();
    stream.follow('/a');
    sources[0].fail(2);
    stream.pause();
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(1);
    stream.wake();
    expect(sources).toHaveLength(2);
  });

  it('never has two sources open', () => {
    const { stream, sources } = start();
    for (let round = 0; round < 20; round++) {
      stream.follow(`/${round}`);
      sources.at(-1)?.fail(2);
      if (round % 3 === 0) stream.wake();
      vi.advanceTimersByTime(round * 100);
    }
    expect(sources.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
  });
});

describe('pauseAfter', () => {
  it('grows to five seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(pauseAfter)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });
});

class FakeSource implements Source {
  readonly url: string;
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();
  readyState = 0;
  isClosed = false;
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(name, listener);
  }

  close(): void {
    this.isClosed = true;
    this.readyState = 2;
  }

  tell(name: string, data: string): void {
    this.#listeners.get(name)?.(new MessageEvent(name, { data }));
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.(new Event('open'));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.(new Event('error'));
  }
}

function start() {
  const sources: FakeSource[] = [];
  const told: string[] = [];
  const changes: boolean[] = [];
  const stream = new EventStream({
    open: (url) => {
      const source = new FakeSource(url);
      sources.push(source);
      return source;
    },
    listeners: { runs: (data) => told.push(`runs ${data}`) },
    onChange: (isHeard) => changes.push(isHeard),
  });
  return { stream, sources, told, changes };
}
