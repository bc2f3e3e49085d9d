import { describe, expect, it } from 'vitest';
import { skipLines } from './skip-reporter.mjs';

const all = { isFiltered: false };

describe('skipLines', () => {
  it('counts what was skipped by file and reason, given as a note or in a title', () => {
    const skips = [
      { file: 'a', title: 'one', note: 'no browser' },
      { file: 'a', title: 'suite (skipped: no oneDNN (libdnnl)) > two' },
      { file: 'a', title: 'suite (skipped: no oneDNN (libdnnl)) > three' },
    ];
    expect(skipLines(skips, all)).toEqual(['skipped 1 of a: no browser', 'skipped 2 of a: no oneDNN (libdnnl)']);
  });

  it('names a test that gives no reason, unless tests were chosen by name', () => {
    const skips = [{ file: 'a', title: 'one' }];
    expect(skipLines(skips, all)).toEqual(["skipped 1 of a: no reason is given for 'one'"]);
    expect(skipLines(skips, { isFiltered: true })).toEqual([]);
  });
});
