// How versions of torchinfo print the sums under the table: units, number formats, and which parameters take memory.
// see: TylerYep/torchinfo, model_statistics.py, today's and that of 1.8.0
import { printCount } from '../metrics/print-count.ts';
import type { SummaryTotals } from './totals.ts';

interface SummaryStyleRow {
  /** What stands behind `Total mult-adds`. */
  readonly multiplyAdds: (count: number) => string;
  /** What stands behind the name of a size. */
  readonly size: (bytes: number) => string;
  readonly parameterBytes: (totals: SummaryTotals) => number;
}

/** A name, and from how many on it is used. */
type Unit = readonly [name: string, size: number];

const units: readonly Unit[] = [
  ['T', 1e12],
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
];

/** 1.8.0 knows none below a million. Its units are an enum, which Python prints by its name from 3.11 on. */
const enumUnits: readonly Unit[] = [
  ['Units.TERABYTES', 1e12],
  ['Units.GIGABYTES', 1e9],
  ['Units.MEGABYTES', 1e6],
];

/** `newest` is torchinfo's main branch; `tutorial` is 1.8.0, with which the tutorial's block was printed. */
export const summaryStyles = {
  newest: {
    multiplyAdds: (count) => printQuantity(count, ''),
    size: (bytes) => printQuantity(bytes, 'B'),
    parameterBytes: (totals) => totals.parameterBytes,
  },
  tutorial: {
    multiplyAdds: (count) => {
      const [name, size] = enumUnits.find(([, least]) => count >= least) ?? enumUnits[enumUnits.length - 1];
      return ` (${name}): ${printScaled(count / size)}`;
    },
    size: (bytes) => ` (MB): ${twoDecimals(bytes / 1e6)}`,
    parameterBytes: (totals) => totals.calledParameterBytes,
  },
} as const satisfies { readonly [Name in string]: SummaryStyleRow };

/** A version of torchinfo whose print is reproduced. */
export type SummaryStyle = keyof typeof summaryStyles;
export const summaryStyleNames = Object.keys(summaryStyles) as readonly SummaryStyle[];

/** E.g. ` (MB): 4.72`; below a thousand there is no unit. */
function printQuantity(quantity: number, unit: '' | 'B'): string {
  const found = units.find(([, least]) => quantity >= least);
  if (found === undefined) return `: ${quantity}`;
  const [name, size] = found;
  return ` (${name}${unit}): ${printScaled(quantity / size)}`;
}

/** Whole numbers have no decimals. */
function printScaled(value: number): string {
  return Number.isInteger(value) ? printCount(value) : printFixed(value);
}

/** Two decimals, and commas between thousands. */
export function printFixed(value: number): string {
  const [whole, decimals] = twoDecimals(value).split('.');
  return `${printCount(Number(whole))}.${decimals}`;
}

/** As Python rounds: exact halves, which toFixed rounds up, go to the even digit (1.125 → 1.12). */
function twoDecimals(value: number): string {
  const hundredths = Math.floor(value * 100);
  const isHalf = Number.isInteger(value * 8) && value * 100 - hundredths === 0.5;
  return isHalf && hundredths % 2 === 0 ? (hundredths / 100).toFixed(2) : value.toFixed(2);
}
