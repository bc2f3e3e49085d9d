// How far a run is and how long it still takes, from what its files tell. The terminal's own estimate, which hears of
// every step, is cli/forecast.ts.
import type { RunProgress } from '../protocol.ts';
import { type MetricsDigest, pace } from './metrics-digest.ts';

/** A forward pass without its backward pass takes about a third of a training step. */
const evaluationShare = 1 / 3;
/** As many times what is guessed is believed. */
const longestEvaluation = 3;

/** Null for what the run's files do not tell. */
export interface RunSizes {
  readonly epochs: number | null;
  readonly batchSize: number | null;
  readonly trainImages: number | null;
  readonly testImages: number | null;
}

export function runProgress(
  digest: MetricsDigest,
  sizes: RunSizes,
  { isRunning }: { isRunning: boolean },
): RunProgress {
  const { epochs, batchSize, trainImages } = sizes;
  const { recentSteps, lastEpoch } = digest;
  const last = recentSteps.at(-1);
  const epochsDone = lastEpoch?.epoch ?? 0;
  const step = last !== undefined && last.epoch > epochsDone ? last.step : 0;
  return {
    epochsDone,
    epochs,
    step,
    stepsPerEpoch: trainImages === null || batchSize === null ? null : Math.ceil(trainImages / batchSize),
    imagesPerSecond: last?.imagesPerSecond ?? null,
    secondsLeft: isRunning
      ? secondsLeft({
          ...sizes,
          epochsDone,
          step,
          pace: pace(recentSteps.slice(recentSteps.length > 1 && isFirstStep(recentSteps[0]) ? 1 : 0)) ?? null,
          lastEpoch: { seconds: lastEpoch?.seconds ?? null, pace: digest.paceOfLastEpoch ?? null },
        })
      : null,
  };
}

export interface ProgressFacts extends RunSizes {
  readonly epochsDone: number;
  readonly step: number;
  /** Images per second of training, lately. */
  readonly pace: number | null;
  /** The last epoch that is done: its time with the test, and its pace. */
  readonly lastEpoch: { readonly seconds: number | null; readonly pace: number | null };
}

/** The images that are left at the pace of the last steps, and the tests. */
export function secondsLeft(facts: ProgressFacts): number | null {
  const { epochs, batchSize, trainImages, testImages, epochsDone, step, pace: imagesPerSecond, lastEpoch } = facts;
  if (epochs === null || batchSize === null || trainImages === null || imagesPerSecond === null) return null;
  const epochsLeft = epochs - epochsDone;
  if (epochsLeft <= 0) return 0;
  const guessed = ((testImages ?? 0) * evaluationShare) / imagesPerSecond;
  const measured =
    lastEpoch.seconds === null || lastEpoch.pace === null ? 0 : lastEpoch.seconds - trainImages / lastEpoch.pace;
  // An epoch that was resumed in its middle was too short to tell, one of a machine that slept too long.
  const evaluation = measured > 0 ? Math.min(measured, longestEvaluation * guessed) : guessed;
  const imagesLeft = epochsLeft * trainImages - Math.min(trainImages, step * batchSize);
  return imagesLeft / imagesPerSecond + epochsLeft * evaluation;
}

/** It also compiles the program, and says little about those to come. */
function isFirstStep({ epoch, step }: { readonly epoch: number; readonly step: number }): boolean {
  return epoch === 1 && step === 1;
}
