// Ends a training at the first signal after the step that runs, and the process at the second.
import type { TrainingOutcome } from '../training/events.ts';
import type { Trainer } from '../training/trainer.ts';
import type { CommandContext } from './command-context.ts';
import { type StopSignal, signalExitCodes } from './stop-signals.ts';

export interface TrainingEnd {
  readonly outcome: TrainingOutcome;
  /** The one that stopped it. */
  readonly signal: StopSignal | undefined;
}

/** @param onStop called at the first signal */
export async function trainUntilStopped(
  trainer: Trainer,
  epochs: number,
  { onStopSignal, exit }: Pick<CommandContext, 'onStopSignal' | 'exit'>,
  onStop: () => void,
): Promise<TrainingEnd> {
  const stop = new AbortController();
  let signal: StopSignal | undefined;
  let requests = 0;
  const removeListener = onStopSignal((received) => {
    // Nobody asks again by closing a terminal: it sends several, and a system that shuts down sends one behind SIGTERM.
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
    let outcome: TrainingOutcome = 'completed';
    trainer.observe((event) => {
      if (event.kind === 'end') outcome = event.outcome;
    });
    await trainer.train(epochs, { signal: stop.signal });
    return { outcome, signal };
  } finally {
    removeListener();
  }
}
