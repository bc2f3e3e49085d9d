// The logged batches of a run as one curve: smoothed, because batches scatter, and thinned, because they are many.
import type { StepNumbers } from '../../metrics/epoch-record.ts';
import { smoothed } from '../../metrics/smoothed.ts';
import type { Point } from './line-chart.ts';

/** More points than this cannot be told apart in a plot. */
const mostPoints = 400;
/** A moving average that forgets at this rate, where there are few batches; slower where there are many. */
const smoothing = 0.8;

/** The last logged step of an epoch stands at its end, the others at their share of the way. */
export function batchCurve(
  steps: readonly StepNumbers[],
  read: (step: StepNumbers) => number | null,
): readonly Point[] {
  const stepsPerEpoch = steps.reduce((most, { step }) => Math.max(most, step), 1);
  const every = Math.ceil(steps.length / mostPoints);
  const means = smoothed(steps.map(read), smoothing ** (1 / every));
  const points = steps.map(
    ({ epoch, step }, index): Point => ({ x: epoch - 1 + step / stepsPerEpoch, y: means[index] }),
  );
  return points.filter((_, index) => index % every === 0 || index === points.length - 1);
}
