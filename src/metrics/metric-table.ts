// Which numbers an epoch has: each is a quantity, measured on a part of the images. The trainer, all files, the terminal,
// plots, report and page go by these rows, so another number is another row.
import type { Texts } from './languages.ts';

interface QuantityRow {
  /** Computes the quantity from the mean loss of the images and the share of right answers. */
  readonly of: (means: { readonly loss: number; readonly accuracy: number }) => number;
  readonly names: Texts<string>;
  /** Name on a chart's axis, with the unit. */
  readonly axisNames: Texts<string>;
  /** Word for the best value, put before the quantity's name. */
  readonly best: Texts<string>;
  readonly higherIsBetter: boolean;
  /** Whether it is written in per cent. */
  readonly isFraction: boolean;
  /** Where the axis of a chart begins, from the lowest value. */
  readonly axisStart: (lowest: number) => number;
  /** Where the axis ends, if not at the highest value. */
  readonly axisEnd?: number;
}

const quantityRows = {
  loss: {
    of: ({ loss }) => loss,
    names: { en: 'loss', zh: '损失' },
    axisNames: { en: 'cross-entropy (nats)', zh: '交叉熵（nat）' },
    best: { en: 'lowest', zh: '最低' },
    higherIsBetter: false,
    isFraction: false,
    axisStart: (lowest) => Math.min(0, lowest),
  },
  accuracy: {
    of: ({ accuracy }) => accuracy,
    names: { en: 'accuracy', zh: '精度' },
    axisNames: { en: 'accuracy (%)', zh: '精度（%）' },
    best: { en: 'best', zh: '最高' },
    higherIsBetter: true,
    isFraction: true,
    // The axis ends at 1, so that one sees how much is missing; it begins at 0 only where the curves are low.
    axisStart: (lowest) => Math.max(0, Math.floor((lowest - 0.01) * 10) / 10),
    axisEnd: 1,
  },
} satisfies Readonly<Record<string, QuantityRow>>;

/** What is measured: loss or accuracy. */
export type Quantity = keyof typeof quantityRows;
export const quantityRow: Readonly<Record<Quantity, QuantityRow>> = quantityRows;
export const quantities = Object.keys(quantityRows) as Quantity[];

export const partNames = {
  train: { en: 'training', zh: '训练' },
  val: { en: 'validation', zh: '验证' },
  test: { en: 'test', zh: '测试' },
} satisfies Readonly<Record<string, Texts<string>>>;

/** A part of a dataset: to learn from, to choose the best epoch by, or to test on. */
export type Part = keyof typeof partNames;
/** What epochs are judged by: the validation images where there are some, else the test images. */
export type HeldOutPart = Exclude<Part, 'train'>;

/** The name of a number of an epoch, e.g. `testAccuracy`. */
export type MetricKey<P extends Part = Part> = `${P}${Capitalize<Quantity>}`;

export interface Metric {
  readonly key: MetricKey;
  readonly part: Part;
  readonly quantity: Quantity;
  /** Its column in CSV files. */
  readonly column: string;
}

export const metrics: readonly Metric[] = (Object.keys(partNames) as Part[]).flatMap((part) =>
  quantities.map((quantity) => ({ key: metricKey(part, quantity), part, quantity, column: `${part}_${quantity}` })),
);

export function metricKey<P extends Part>(part: P, quantity: Quantity): MetricKey<P> {
  return `${part}${quantity[0].toUpperCase()}${quantity.slice(1)}` as MetricKey<P>;
}

/** The metrics of a run whose epochs are judged by this part. */
export function measuredMetrics(heldOut: HeldOutPart): readonly Metric[] {
  return metrics.filter(({ part }) => part === 'train' || part === heldOut);
}

/** E.g. `test loss`. @param parts several where runs are compared that are judged by different ones */
export function metricNames(parts: readonly Part[], quantity: Quantity): Texts<string> {
  const partsIn = (language: keyof Texts<string>) => parts.map((part) => partNames[part][language]).join('/');
  const { en, zh } = quantityRow[quantity].names;
  return { en: `${partsIn('en')} ${en}`, zh: `${partsIn('zh')}${zh}` };
}

/** E.g. `best test accuracy`. */
export function bestNames(parts: readonly Part[], quantity: Quantity): Texts<string> {
  const { en, zh } = metricNames(parts, quantity);
  const { best } = quantityRow[quantity];
  return { en: `${best.en} ${en}`, zh: `${best.zh}${zh}` };
}

/** Four digits, very large numbers by their power of ten, fractions in per cent; a dash for what is not known. */
export function printMetric(quantity: Quantity, value: number | null | undefined, space = ' '): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (quantityRow[quantity].isFraction) return `${(value * 100).toFixed(2)}${space}%`;
  return Math.abs(value) < 1000 ? value.toFixed(4) : value.toExponential(2);
}
