import { expect, it } from 'vitest';
import { nodeVersionsPage } from './node-versions-page.mjs';

it('has a row for each version, and what was skipped once', () => {
  const counts = { passed: 3, failed: 0, skipped: 1, seconds: 9, skipLines: ['skipped 1 of a: no browser'] };
  const machine = { date: '2026-01-02', processor: 'Fast, 2 cores' };
  const page = nodeVersionsPage(
    [
      { version: '22.1.0', ...counts },
      { version: '24.1.0', ...counts, failed: 2 },
    ],
    machine,
  );
  expect(page).toContain('on 2026-01-02, all tests: Fast, 2 cores.');
  expect(page).toContain('| 22.1.0 | 3 | 0 | 1 | 9 |\n| 24.1.0 | 3 | 2 | 1 | 9 |\n');
  expect(page.match(/no browser/g)).toHaveLength(1);
});
