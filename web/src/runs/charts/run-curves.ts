// The curves of one run, from its logged lines. The x axis is the epochs that are done: a batch lies within its epoch,
// the numbers of an epoch at its end.
import type { EpochPoint, StepPoint } from '../../../../src/studio/protocol.ts';
import type { RunMetrics } from '../../connection/run-metrics.ts';
import { type Curve, curveOf, curveOver } from './curve.ts';

export interface RunCurves {
  readonly loss: MeasuredCurves;
  readonly accuracy: MeasuredCurves;
  readonly rate: Curve;
  readonly speed: Curve;
}

export interface MeasuredCurves {
  readonly batches: Curve;
  readonly train: Curve;
  readonly test: Curve;
}

/** @param stepsPerEpoch where it is known */
export function runCurves({ steps, epochs }: RunMetrics, stepsPerEpoch: number | null): RunCurves {
  const most = steps.reduce((highest, { step }) => Math.max(highest, step), stepsPerEpoch ?? 1);
  const x = steps.map(({ epoch, step }) => epoch - 1 + step / most);
  const ofSteps = (read: (step: StepPoint) => number | null) => curveOver(x, steps, read);
  return {
    loss: {
      batches: ofSteps(({ loss }) => loss),
      train: epochCurve(epochs, ({ trainLoss }) => trainLoss),
      test: epochCurve(epochs, ({ testLoss }) => testLoss),
    },
    accuracy: {
      batches: ofSteps(({ accuracy }) => accuracy),
      train: epochCurve(epochs, ({ trainAccuracy }) => trainAccuracy),
      test: epochCurve(epochs, ({ testAccuracy }) => testAccuracy),
    },
    rate: ofSteps(({ lr }) => lr),
    speed: ofSteps(({ imagesPerSecond }) => imagesPerSecond),
  };
}

export type CurveEpoch = Omit<EpochPoint, 'seconds'>;

export function epochCurve(epochs: readonly CurveEpoch[], read: (epoch: CurveEpoch) => number | null): Curve {
  return curveOf(epochs, ({ epoch }) => epoch, read);
}
