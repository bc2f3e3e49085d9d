import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that start many processes and look at the clock: they would disturb the others, and be disturbed. */
const crash = ['test/crash/*.test.ts'];
const studio = ['test/studio/*.test.ts', 'test/cli/studio.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    // Two cores: engines bring their own threads, so two files at a time are enough.
    maxWorkers: 2,
    testTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    globalSetup: ['test/studio/support/shared-folder.ts'],
    // One group after the other.
    projects: [
      {
        extends: true,
        test: {
          name: 'units',
          include: ['src/**/*.test.ts', 'web/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.mjs'],
          exclude: [...configDefaults.exclude, ...crash, ...studio],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'crash', include: crash, sequence: { groupOrder: 1 } } },
      { extends: true, test: { name: 'studio', include: studio, sequence: { groupOrder: 2 } } },
    ],
  },
});
