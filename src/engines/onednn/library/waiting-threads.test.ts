import { afterEach, beforeEach, expect, it } from 'vitest';
import { shortenThreadSpinning } from './waiting-threads.ts';

const names = ['OMP_WAIT_POLICY', 'GOMP_SPINCOUNT', 'KMP_BLOCKTIME'] as const;
const before = { ...process.env };

beforeEach(() => {
  for (const name of names) delete process.env[name];
});

afterEach(() => {
  for (const name of names) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

it('threads that wait soon sleep, whatever the runtime', () => {
  shortenThreadSpinning();
  expect(process.env).toMatchObject({ GOMP_SPINCOUNT: '10000', KMP_BLOCKTIME: '1' });
  expect(process.env.OMP_WAIT_POLICY).toBeUndefined();
});

it.each(names)('what a user has said with %s stays', (name) => {
  process.env[name] = '7';
  shortenThreadSpinning();
  expect(names.map((each) => process.env[each])).toEqual(names.map((each) => (each === name ? '7' : undefined)));
});
