import { describe, expect, it, vi } from 'vitest';
import { temporaryRuns, writeRun } from '../../../test/support/run-files.ts';
import { type Clock, Polling } from './polling.ts';
import { RunsFollower } from './runs-follower.ts';

/** Time passes when a test says so. */
class ManualClock implements Clock {
  #time = 0;
  #timer: { readonly due: number; readonly run: () => void } | undefined;
  readonly now = () => this.#time;
  readonly after = (milliseconds: number, run: () => void) => {
    this.#timer = { due: this.#time + milliseconds, run };
    return () => {
      this.#timer = undefined;
    };
  };

  get isWaiting(): boolean {
    return this.#timer !== undefined;
  }

  /** @returns how long it was waited for */
  pass(): number {
    const timer = this.#timer;
    if (timer === undefined) throw new Error('nobody waits');
    const waited = timer.due - this.#time;
    this.#time = timer.due;
    this.#timer = undefined;
    timer.run();
    return waited;
  }

  spend(milliseconds: number): void {
    this.#time += milliseconds;
  }
}

class CountingFollower extends RunsFollower {
  readonly looks: string[] = [];
  onLook = () => {};

  override async lookAtAll(): Promise<void> {
    this.looks.push('all');
    this.onLook();
    await super.lookAtAll();
  }

  override async lookAtWatched(): Promise<void> {
    this.looks.push('watched');
    await super.lookAtWatched();
  }
}

/** Which of its looks were at all runs. */
function looksAtAll({ looks }: CountingFollower): readonly number[] {
  return looks.flatMap((look, index) => (look === 'all' ? [index] : []));
}

function polled() {
  const directory = temporaryRuns();
  writeRun(directory, 'a');
  const follower = new CountingFollower(directory);
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const polling = new Polling(follower, (error) => errors.push(error), clock);
  const settled = () => expect.poll(() => clock.isWaiting).toBe(true);
  return { follower, clock, polling, errors, settled };
}

describe('Polling', () => {
  it('looks while a page is there: at once, at what it watches often, at all runs once a second', async () => {
    const { follower, clock, settled } = polled();
    expect(clock.isWaiting).toBe(false);
    const watch = follower.watch(['a'], () => {});
    const waits: number[] = [];
    for (let look = 0; look < 5; look++) {
      await settled();
      waits.push(clock.pass());
    }
    await settled();
    expect(waits).toEqual([300, 300, 300, 300, 300]);
    expect(follower.looks).toEqual(['all', 'watched', 'watched', 'watched', 'all', 'watched']);
    watch[Symbol.dispose]();
    clock.pass();
    await expect.poll(() => follower.looks.length).toBe(7);
    expect(clock.isWaiting).toBe(false);
    follower.watch([], () => {});
    await settled();
    expect(follower.looks.length).toBe(8);
  });

  it('looks less often at all runs where that takes long, but as often at those that a page shows', async () => {
    const { follower, clock, settled } = polled();
    follower.onLook = () => clock.spend(500);
    follower.watch(['a'], () => {});
    const waits: number[] = [];
    for (let look = 0; look < 22; look++) {
      await settled();
      waits.push(clock.pass());
    }
    expect(new Set(waits)).toEqual(new Set([300]));
    await settled();
    expect(looksAtAll(follower)).toEqual([0, 4, 21]);
  });

  it('looks no less often after a single look that was held up', async () => {
    const { follower, clock, settled } = polled();
    follower.onLook = () => clock.spend(follower.looks.length === 5 ? 60_000 : 0);
    follower.watch(['a'], () => {});
    for (let look = 0; look < 12; look++) {
      await settled();
      clock.pass();
    }
    await settled();
    expect(looksAtAll(follower)).toEqual([0, 4, 8, 12]);
  });

  it('does not pause while there is more of a long file to read', async () => {
    const { follower, clock, settled } = polled();
    const behind = vi.spyOn(follower, 'isBehind', 'get').mockReturnValue(true);
    follower.watch(['a'], () => {});
    await settled();
    expect(clock.pass()).toBe(0);
    await settled();
    behind.mockReturnValue(false);
    expect(clock.pass()).toBe(0);
    await settled();
    expect(clock.pass()).toBe(300);
    await settled();
  });

  it('goes on after an error, and stops when it is closed', async () => {
    const { follower, clock, polling, errors, settled } = polled();
    follower.onLook = () => {
      throw new Error('the disk is on fire');
    };
    follower.watch(['a'], () => {});
    await settled();
    expect(errors).toMatchObject([{ message: 'the disk is on fire' }]);
    polling.close();
    expect(clock.isWaiting).toBe(false);
    follower.watch(['a'], () => {});
    expect(follower.looks.length).toBe(1);
  });
});
