import { expect, it } from 'vitest';
import { countOf } from './print-count.ts';

it.each([
  [0, '0 epochs'],
  [1, '1 epoch'],
  [2, '2 epochs'],
  [60_000, '60,000 epochs'],
])('%d is written as %s', (count, expected) => expect(countOf(count, 'epoch')).toBe(expected));

it('takes a plural that is not made with an s', () => {
  expect([1, 3].map((count) => countOf(count, 'class', 'classes'))).toEqual(['1 class', '3 classes']);
});
