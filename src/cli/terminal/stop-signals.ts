// The signals that ask a command to end: Ctrl-C, a polite kill, and a terminal that was closed.

export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type StopSignal = (typeof stopSignals)[number];

/** 128 and the signal's number, as shells have it. */
export const signalExitCodes: { readonly [Signal in StopSignal]: number } = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** @returns what removes the listener again */
export function onStopSignal(listener: (signal: StopSignal) => void): () => void {
  let isHungUp = false;
  const receive = (signal: StopSignal) => {
    isHungUp ||= signal === 'SIGHUP';
    listener(signal);
  };
  for (const signal of stopSignals) process.on(signal, receive);
  return () => {
    // A closed terminal sends several: the later ones must not cut short what is still written.
    if (isHungUp) process.on('SIGHUP', () => {});
    for (const signal of stopSignals) process.off(signal, receive);
  };
}
