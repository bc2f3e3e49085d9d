// Which steps are worth a line: in the terminal and in metrics.jsonl the same.
import type { StepEvent } from '../training/events.ts';

/** The first and the last step of an epoch, and every so-manieth. */
export function isLoggedStep({ step, stepsPerEpoch }: Pick<StepEvent, 'step' | 'stepsPerEpoch'>, every: number) {
  return step === 1 || step === stepsPerEpoch || step % every === 0;
}
