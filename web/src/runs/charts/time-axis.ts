// An axis of seconds, with ticks at round minutes and hours, written as a clock has them.
import type { Axis } from '../../../../src/metrics/axis.ts';
import type { Range } from '../../../../src/metrics/chart-extent.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * hour),
];

export function timeAxis([from, to]: Range) {
  const isInHours = to >= hour;
  return {
    /** Else in minutes and seconds. */
    isInHours,
    axis: (most: number): Axis => {
      const isWide = (length: number) => (to - from) / length <= Math.max(1, most);
      const step = steps.find(isWide) ?? Math.ceil((to - from) / Math.max(1, most) / day) * day;
      const first = Math.ceil(from / step);
      const ticks = Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, index) => {
        return (first + index) * step;
      });
      return {
        domain: [from, to],
        place: (value) => (value - from) / (to - from),
        ticks,
        // Within a minute of an hour, seconds tell ticks apart.
        printTick: (tick) => (isInHours ? printClock(tick, hour, step < minute) : printClock(tick, minute, false)),
      };
    },
  };
}

/** 1:30; with its seconds 1:30:05. */
function printClock(seconds: number, unit: number, hasSeconds: boolean): string {
  const rest = Math.floor((seconds % unit) / (unit / 60));
  const text = `${Math.floor(seconds / unit)}:${String(rest).padStart(2, '0')}`;
  return hasSeconds ? `${text}:${String(seconds % minute).padStart(2, '0')}` : text;
}
