import { describe, expect, it } from 'vitest';
import { closestName, editDistance } from './closest-name.ts';

describe('closestName', () => {
  const names = ['train', 'summary', 'bench', 'doctor'];

  it.each([
    ['trian', 'train'],
    ['TRAIN', 'train'],
    ['sum', 'summary'],
    ['bnech', 'bench'],
    ['fly', undefined],
    ['', undefined],
  ])('%s → %s', (typed, expected) => expect(closestName(typed, names)).toBe(expected));

  it('takes no beginning that fits several names', () => {
    expect(closestName('--limit', ['--limit-train', '--limit-test'])).toBeUndefined();
  });
});

describe('editDistance', () => {
  it.each([
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['abcd', 'acbd', 1],
    ['kitten', 'sitting', 3],
  ])('%s, %s: %i', (a, b, expected) => expect(editDistance(a, b)).toBe(expected));
});
