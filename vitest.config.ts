import { configDefaults, defineConfig } from 'vitest/config';
import { patience } from './test/support/patience.ts';

/** Tests that start many processes: they would disturb the others, and be disturbed. */
const crash = ['test/crash/*.test.ts'];
const studio = [
  'test/studio/*.test.ts',
  'test/browser/*.test.ts',
  'test/cli/studio.test.ts',
  'test/first-hour/*.test.ts',
];

/** Not inherited with `extends`: a project would run the global set-up once more. */
const shared = {
  pool: 'forks',
  testTimeout: patience.test,
  hookTimeout: patience.test,
  expect: { poll: { timeout: patience.poll } },
  setupFiles: 'test/support/equal-bytes.ts',
} as const;

export default defineConfig({
  test: {
    // Two cores: engines bring their own threads, so two files at a time are enough.
    maxWorkers: 2,
    globalSetup: ['test/support/scratch-folder.ts'],
    // One group after the other.
    projects: [
      {
        test: {
          ...shared,
          name: 'units',
          include: ['src/**/*.test.ts', 'web/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.mjs'],
          exclude: [...configDefaults.exclude, ...crash, ...studio],
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...shared, name: 'crash', include: crash, sequence: { groupOrder: 1 } } },
      { test: { ...shared, name: 'studio', include: studio, sequence: { groupOrder: 2 } } },
    ],
  },
});
