import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    include: ['src/**/*.test.ts', 'web/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.mjs'],
    // Two cores: engines bring their own threads, so two files at a time are enough.
    maxWorkers: 2,
    testTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    globalSetup: ['test/studio/support/shared-folder.ts'],
  },
});
