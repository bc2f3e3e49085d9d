// Ends what takes long at the first signal, a training after the step that runs, and the process at the second.
import type { TrainingOutcome } from '../../training/events.ts';
import type { Trainer } from '../../training/trainer.ts';
import type { CommandContext } from '../command-context.ts';
import { type StopSignal, signalExitCodes } from '../terminal/stop-signals.ts';

type Signals = Pick<CommandContext, 'onStopSignal' | 'exit'>;

export interface TrainingEnd {
  readonly outcome: TrainingOutcome;
  /** The one that stopped it. */
  readonly signal: StopSignal | undefined;
}

/** @param onStop called at the first signal */
export async function trainUntilStopped(
  trainer: Trainer,
  epochs: number,
  signals: Signals,
  onStop: () => void,
): Promise<TrainingEnd> {
  let outcome: TrainingOutcome = 'completed';
  trainer.observe((event) => {
    if (event.kind === 'end') outcome = event.outcome;
  });
  const { signal } = await untilStopped(signals, onStop, (stop) => trainer.train(epochs, { signal: stop }));
  return { outcome, signal };
}

/**
 * @param onStop called at the first signal
 * @param work told to end by its signal
 */
export async function untilStopped<Result>(
  { onStopSignal, exit }: Signals,
  onStop: () => void,
  work: (stop: AbortSignal) => Promise<Result>,
): Promise<{ readonly result: Result; readonly signal: StopSignal | undefined }> {
  const stop = new AbortController();
  let signal: StopSignal | undefined;
  let requests = 0;
  const removeListener = onStopSignal((received) => {
    // SIGHUP is no second request: a terminal that closes sends several, and a system that shuts down sends one after SIGTERM.
    if (received !== 'SIGHUP' && ++requests > 1) {
      exit(signalExitCodes[received]);
      return;
    }
    if (signal !== undefined) return;
    signal = received;
    stop.abort();
    onStop();
  });
  try {
    const result = await work(stop.signal);
    return { result, signal };
  } finally {
    removeListener();
  }
}
