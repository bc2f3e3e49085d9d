// How long the tests wait before they take something for hung. Nothing else says so: a test that is slow because its machine
// is busy is no failure, so these are far above what anything takes.

/** Milliseconds of a whole test, of what prepares it, and of what is to become true or to be seen on a page. */
export const patience = { test: 600_000, poll: 60_000 } as const;
