// What an epoch came to: as the trainer knows it, and as files tell it, which lack what an older version did not measure.
import {
  type HeldOutPart,
  type MetricKey,
  metricKey,
  metrics,
  type Part,
  type Quantity,
  quantities,
  quantityRow,
} from './metric-table.ts';

/** A number for each quantity. Losses are means over images, accuracies fractions. */
export type QuantityValues = Readonly<Record<Quantity, number>>;

/** Metrics of an epoch's training, and of its evaluation on the validation images or, without any, on the test images. */
export type EpochRecord = { readonly epoch: number } & Readonly<Record<MetricKey<'train'>, number>> &
  Readonly<Partial<Record<MetricKey<HeldOutPart>, number>>>;

/** Null stands for a value that is not finite; a metric that was not measured is missing. */
export type EpochNumbers = { readonly epoch: number } & { readonly [Key in MetricKey]?: number | null };

/** An epoch as a point of the curves. */
export interface EpochPoint extends EpochNumbers {
  /** Duration of the epoch, or of what was left of it when the run was resumed. */
  readonly seconds: number | null;
}

/** Loss and accuracy of one batch. */
export interface StepNumbers extends Readonly<Record<Quantity, number | null>> {
  readonly epoch: number;
  /** From 1, within the epoch. */
  readonly step: number;
}

export interface StepPoint extends StepNumbers {
  readonly lr: number | null;
  readonly imagesPerSecond: number | null;
}

export function quantityValues(means: { readonly loss: number; readonly accuracy: number }): QuantityValues {
  return Object.fromEntries(quantities.map((name) => [name, quantityRow[name].of(means)])) as QuantityValues;
}

/** The values under their names in a record, e.g. `testLoss`. */
export function measuredOn<P extends Part>(part: P, values: QuantityValues): Readonly<Record<MetricKey<P>, number>> {
  const entries = quantities.map((quantity) => [metricKey(part, quantity), values[quantity]]);
  return Object.fromEntries(entries) as Record<MetricKey<P>, number>;
}

/** Which part the epochs are judged by. */
export function heldOutPart(epochs: readonly EpochNumbers[]): HeldOutPart {
  const validation = metrics.filter(({ part }) => part === 'val');
  return epochs.some((epoch) => validation.some(({ key }) => epoch[key] !== undefined)) ? 'val' : 'test';
}

/** Value on the part of the images that the epoch is judged by. */
export function heldOutValue(epoch: EpochNumbers | undefined, quantity: Quantity): number | null {
  return epoch?.[metricKey(heldOutPart([epoch]), quantity)] ?? null;
}

/** Null if the time of an epoch is not known, because its line was restored from a checkpoint. */
export function totalSeconds(epochs: readonly Pick<EpochPoint, 'seconds'>[]): number | null {
  if (epochs.length === 0) return null;
  return epochs.reduce<number | null>(
    (sum, { seconds }) => (sum === null || seconds === null ? null : sum + seconds),
    0,
  );
}

/** Whether a value that came from outside is a record of an epoch. */
export function isEpochRecord(value: unknown): value is EpochRecord {
  const record: Readonly<Record<string, unknown>> = Object(value);
  const known = metrics.filter(({ key }) => record[key] !== undefined);
  const isKnown = (part: Part) => known.some((metric) => metric.part === part);
  return (
    Number.isSafeInteger(record.epoch) &&
    known.every(({ key }) => Number.isFinite(record[key])) &&
    isKnown('train') &&
    isKnown('val') !== isKnown('test')
  );
}
