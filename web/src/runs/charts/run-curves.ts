// The curves of one run, from its logged lines. The x axis is the epochs that are done: a batch lies within its epoch,
// the numbers of an epoch at its end.
import { type EpochNumbers, heldOutPart, type StepPoint } from '../../../../src/metrics/epoch-record.ts';
import { metricKey, type Quantity, quantities } from '../../../../src/metrics/metric-table.ts';
import type { RunMetrics } from '../../connection/run-metrics.ts';
import { type Curve, curveOf, curveOver } from './curve.ts';

/** @param stepsPerEpoch where it is known */
export function runCurves({ steps, epochs }: RunMetrics, stepsPerEpoch: number | null) {
  const most = steps.reduce((highest, { step }) => Math.max(highest, step), stepsPerEpoch ?? 1);
  const x = steps.map(({ epoch, step }) => epoch - 1 + step / most);
  const ofSteps = (name: Exclude<keyof StepPoint, 'epoch' | 'step'>) => curveOver(x, steps, (step) => step[name]);
  return {
    batches: ofQuantities(ofSteps),
    epochs: epochCurves(epochs),
    rate: ofSteps('lr'),
    speed: ofSteps('imagesPerSecond'),
  };
}

/** Curves on the training images, and on those that the epochs are judged by. */
export function epochCurves(epochs: readonly EpochNumbers[]) {
  return ofQuantities((quantity) =>
    (['train', heldOutPart(epochs)] as const).map((part) => ({
      part,
      curve: epochCurve(epochs, (epoch) => epoch[metricKey(part, quantity)]),
    })),
  );
}

export function epochCurve(
  epochs: readonly EpochNumbers[],
  read: (epoch: EpochNumbers) => number | null | undefined,
): Curve {
  return curveOf(
    epochs,
    ({ epoch }) => epoch,
    (epoch) => read(epoch) ?? null,
  );
}

function ofQuantities<Value>(make: (quantity: Quantity) => Value): Readonly<Record<Quantity, Value>> {
  return Object.fromEntries(quantities.map((name) => [name, make(name)])) as Record<Quantity, Value>;
}
