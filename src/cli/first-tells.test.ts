import { afterEach, expect, it, vi } from 'vitest';
import { letFirstTell } from './first-tells.ts';

afterEach(() => {
  vi.useRealTimers();
});

it.each([
  ['a process by itself', {}, 0],
  ['the first of several', { OMPI_COMM_WORLD_RANK: '0', OMPI_COMM_WORLD_SIZE: '2' }, 0],
  ['another one', { OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '2' }, 2000],
])('%s waits for so long before it tells what is wrong', async (_, variables, milliseconds) => {
  vi.useFakeTimers();
  let told = false;
  void letFirstTell(variables).then(() => {
    told = true;
  });
  await vi.advanceTimersByTimeAsync(Math.max(0, milliseconds - 1));
  expect(told).toBe(milliseconds === 0);
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toBe(true);
});
