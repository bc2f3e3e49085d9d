import { describe, expect, it } from 'vitest';
import type { Clock } from '../follower/polling.ts';
import { RequestFailure } from './failure.ts';
import { RequestBodies } from './request-bodies.ts';

const limits = { largest: 10, mostHeld: 25, longest: 1000 };

function bodies() {
  const timers = new Set<() => void>();
  const clock: Clock = {
    now: () => 0,
    after(_, run) {
      timers.add(run);
      return () => void timers.delete(run);
    },
  };
  const all = new RequestBodies(limits, clock);
  /** One that is sent in parts. */
  const send = (...first: readonly number[]) => {
    let push = (_: number) => {};
    let end = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        push = (length) => controller.enqueue(new Uint8Array(length));
        end = () => controller.close();
      },
    });
    for (const length of first) push(length);
    const request = new Request('http://a', { method: 'POST', body, duplex: 'half' } as RequestInit);
    const answer = all
      .read(request, 'the picture', async (bytes) => bytes.length)
      .catch((error) => (error instanceof RequestFailure ? error.status : Promise.reject(error)));
    return { push, end, answer };
  };
  return { all, send, timers };
}

describe('RequestBodies', () => {
  it('hands a body over as a whole, and no longer holds it then', async () => {
    const { all, send, timers } = bodies();
    const { push, end, answer } = send(4, 3);
    await expect.poll(() => all.held).toBe(7);
    push(3);
    end();
    expect(await answer).toBe(10);
    expect([all.held, timers.size]).toEqual([0, 0]);
  });

  it('refuses one that is too large, as soon as it is', async () => {
    const { all, send, timers } = bodies();
    expect(await send(4, 7).answer).toBe(413);
    expect([all.held, timers.size]).toEqual([0, 0]);
  });

  it('refuses those that would be too much together, and goes on when others have ended', async () => {
    const { all, send } = bodies();
    const waiting = [send(10), send(10)];
    await expect.poll(() => all.held).toBe(20);
    expect(await send(6).answer).toBe(503);
    expect(all.held).toBe(20);
    const fits = send(5);
    await expect.poll(() => all.held).toBe(25);
    for (const { end } of [...waiting, fits]) end();
    expect(await Promise.all([...waiting, fits].map(({ answer }) => answer))).toEqual([10, 10, 5]);
    expect(all.held).toBe(0);
  });

  it('waits for none for ever', async () => {
    const { all, send, timers } = bodies();
    const slow = send(4);
    await expect.poll(() => all.held).toBe(4);
    for (const run of timers) run();
    expect(await slow.answer).toBe(408);
    expect([all.held, timers.size]).toEqual([0, 0]);
  });
});
