// How far a run is and how long it still takes, from what its files tell.
import { secondsLeft } from '../../metrics/forecast.ts';
import type { RunProgress } from '../protocol.ts';
import type { MetricsDigest } from './metrics-digest.ts';

/** Null for what the run's files do not tell. */
export interface RunSizes {
  readonly epochs: number | null;
  readonly batchSize: number | null;
  readonly trainImages: number | null;
  /** Number of images that each epoch is evaluated on. */
  readonly evaluationImages: number | null;
}

export function runProgress(
  digest: MetricsDigest,
  { epochs, batchSize, trainImages, evaluationImages }: RunSizes,
  { isRunning }: { isRunning: boolean },
): RunProgress {
  const { recentSteps, lastEpoch, pace, paceOfLastEpoch } = digest;
  const last = recentSteps.at(-1);
  const epochsDone = lastEpoch?.epoch ?? 0;
  const step = last !== undefined && last.epoch > epochsDone ? last.step : 0;
  const isKnown = epochs !== null && batchSize !== null && trainImages !== null && pace !== undefined;
  const seconds = lastEpoch?.seconds ?? null;
  return {
    epochsDone,
    epochs,
    step,
    stepsPerEpoch: trainImages === null || batchSize === null ? null : Math.ceil(trainImages / batchSize),
    imagesPerSecond: last?.imagesPerSecond ?? null,
    secondsLeft:
      isRunning && isKnown
        ? secondsLeft({
            epochsLeft: epochs - epochsDone,
            imagesDone: step * batchSize,
            trainImages,
            evaluationImages: evaluationImages ?? 0,
            pace,
            evaluationSeconds:
              seconds === null || paceOfLastEpoch === undefined ? null : seconds - trainImages / paceOfLastEpoch,
          })
        : null,
  };
}
