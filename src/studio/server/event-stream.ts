// Server-sent events of one page. The next event is made when the connection takes it, so a page that does not read
// costs no memory. see: https://html.spec.whatwg.org/multipage/server-sent-events.html
import { type Clock, systemClock } from '../follower/polling.ts';
import type { RunsFollower } from '../follower/runs-follower.ts';
import type { Watch } from '../follower/watch.ts';

/** Milliseconds until a page that lost its connection tries again. */
const retry = 1000;
/** Milliseconds of silence after which a comment is sent, so that both sides notice a dead connection. */
const heartbeat = 15_000;

export interface EventStreamOptions {
  readonly follower: RunsFollower;
  readonly runs: readonly string[];
  /** Ends the stream. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

export function eventStream({ follower, runs, signal, clock = systemClock }: EventStreamOptions): ReadableStream {
  const encoder = new TextEncoder();
  let watch: Watch | undefined;
  let wake = () => {};
  const end = () => {
    watch?.[Symbol.dispose]();
    signal.removeEventListener('abort', onAbort);
    wake();
  };
  const onAbort = () => wake();
  /** @returns whether something woke it before the heartbeat was due */
  const waitForNews = () =>
    new Promise<boolean>((resolve) => {
      const cancel = clock.after(heartbeat, () => resolve(false));
      wake = () => {
        cancel();
        resolve(true);
      };
    });
  const source: UnderlyingDefaultSource<Uint8Array> = {
    // Nothing begins before somebody reads: the answer to a HEAD request is never read.
    async pull(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      if (watch === undefined) {
        signal.addEventListener('abort', onAbort);
        watch = follower.watch(runs, () => wake());
        return send(`retry: ${retry}\n\n`);
      }
      while (!signal.aborted) {
        const event = watch.next();
        if (event !== undefined) return send(`event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`);
        if (!(await waitForNews())) return send(':\n\n');
        if (watch.isEnded) return;
      }
      end();
      controller.close();
    },
    cancel: end,
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}
