// Between two steps, each of which blocks the thread while it computes.

/** Lets signals and timers through. */
export function yieldToEventLoop(): Promise<void> {
  // Browsers have no setImmediate.
  return new Promise((resolve) => (globalThis.setImmediate ?? setTimeout)(resolve));
}
