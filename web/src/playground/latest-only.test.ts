import { expect, it } from 'vitest';
import { LatestOnly } from './latest-only.ts';

function start() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const queue = new LatestOnly<number>(async (item) => {
    begun.push(item);
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running--;
  });
  const end = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { queue, begun, end, most: () => most };
}

it('begins at once, keeps the newest of those that wait, and runs one at a time', async () => {
  const { queue, begun, end, most } = start();
  for (const item of [1, 2, 3, 4]) queue.push(item);
  expect(begun).toEqual([1]);
  await end();
  expect(begun).toEqual([1, 4]);
  queue.push(5);
  queue.push(6);
  await end();
  await end();
  expect(begun).toEqual([1, 4, 6]);
  queue.push(7);
  expect(begun).toEqual([1, 4, 6, 7]);
  expect(most()).toBe(1);
});

it('forgets what waits', async () => {
  const { queue, begun, end } = start();
  queue.push(1);
  queue.push(2);
  queue.clear();
  await end();
  expect(begun).toEqual([1]);
});
