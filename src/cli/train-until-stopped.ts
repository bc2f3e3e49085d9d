// Ends a training at the first Ctrl-C or SIGTERM after the step that runs, and the process at the second.
import type { TrainingOutcome } from '../training/events.ts';
import type { Trainer } from '../training/trainer.ts';
import type { CommandContext, StopSignal } from './command-context.ts';

/** 128 and the signal's number, as shells have it. */
export const signalExitCodes: { readonly [Signal in StopSignal]: number } = { SIGINT: 130, SIGTERM: 143 };

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
  const removeListener = onStopSignal((received) => {
    if (signal !== undefined) {
      exit(signalExitCodes[received]);
      return;
    }
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
