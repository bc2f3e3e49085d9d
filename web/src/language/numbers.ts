// How numbers and times are written, in both languages. What is not known is a dash.
import { printMetric, type Quantity } from '../../../src/metrics/metric-table.ts';
import type { Language } from './language.ts';

export { printDuration } from '../../../src/metrics/print-duration.ts';

export const unknown = '–';

const tags = { en: 'en-GB', zh: 'zh-CN' } as const;

/** 0.8404 → 84.04 %, with a space that does not break. */
export function printPercent(fraction: number | null | undefined, digits = 2): string {
  return isNumber(fraction) ? `${(fraction * 100).toFixed(digits)}\u00a0%` : unknown;
}

/** A value and its unit, with a space that does not break. */
export function printValue(quantity: Quantity, value: number | null | undefined): string {
  return printMetric(quantity, value, '\u00a0');
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Without zeros at the end: 0.005, 1e-5. */
export function printRate(rate: number | null | undefined): string {
  return isNumber(rate) ? String(Number(rate.toPrecision(4))) : unknown;
}

/** Three digits, so that it does not flicker: 8.25, 92.4, 178. */
export function printSpeed(imagesPerSecond: number | null | undefined, language: Language): string {
  if (!isNumber(imagesPerSecond)) return unknown;
  const digits = imagesPerSecond < 10 ? 2 : imagesPerSecond < 100 ? 1 : 0;
  return new Intl.NumberFormat(tags[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(imagesPerSecond);
}

export function printCount(count: number, language: Language): string {
  return new Intl.NumberFormat(tags[language]).format(count);
}

const spans = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** How long ago: 3 hours ago, yesterday. */
export function printAgo(moment: string | null, now: Date, language: Language): string {
  const time = moment === null ? Number.NaN : Date.parse(moment);
  if (Number.isNaN(time)) return unknown;
  const seconds = (time - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(tags[language], { numeric: 'auto' });
  const span = spans.find(([, length]) => Math.abs(seconds) >= length);
  // A clock that is a little behind must not say "in 2 seconds".
  return span === undefined ? format.format(0, 'second') : format.format(Math.trunc(seconds / span[1]), span[0]);
}

/** Date and time of day, where one lives. */
export function printMoment(moment: string | Date | null, language: Language): string {
  const date = moment === null ? undefined : new Date(moment);
  if (date === undefined || Number.isNaN(date.getTime())) return unknown;
  return new Intl.DateTimeFormat(tags[language], { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

export function printClock(moment: Date, language: Language): string {
  return new Intl.DateTimeFormat(tags[language], { timeStyle: 'short' }).format(moment);
}

function isNumber(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}
