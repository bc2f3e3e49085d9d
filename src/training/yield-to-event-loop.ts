// Between two steps, each of which blocks the thread while it computes.

/**
 * Lets signals, messages and timers through. It waits for none of them: browsers let the timers of a hidden tab stand still, and a
 * training is to go on there, so that it sends itself a message where there is no setImmediate.
 */
export function yieldToEventLoop(): Promise<void> {
  const { setImmediate } = globalThis;
  return new Promise((resolve) => (setImmediate === undefined ? afterMessage(resolve) : setImmediate(resolve)));
}

function afterMessage(resolve: () => void): void {
  const { port1, port2 } = new MessageChannel();
  const receive = () => {
    port1.close();
    resolve();
  };
  port1.addEventListener('message', receive);
  port1.start();
  port2.postMessage(undefined);
}
