// When an epoch was done, in seconds of training since the start: pauses between a stop and its resumption do not count.
import type { EpochPoint } from '../../../../src/metrics/epoch-record.ts';
import type { XUnit } from './chart-choices.ts';
import { type Curve, remembering } from './curve.ts';

export interface Clock {
  /** @param done epochs, and the share of the one under way. @returns null where it is not known */
  readonly at: (done: number) => number | null;
  /** Mean length of an epoch; null while none is known. */
  readonly secondsPerEpoch: number | null;
}

/** An epoch that is under way is taken to last as long as the one before it. The time behind an epoch of unknown length is not known. */
export function clockOf(epochs: readonly Pick<EpochPoint, 'epoch' | 'seconds'>[]): Clock {
  const ends = [0];
  for (const { epoch, seconds } of epochs) {
    if (seconds === null || epoch !== ends.length) break;
    ends.push(ends[ends.length - 1] + seconds);
  }
  const known = ends.length - 1;
  const isWhole = known === epochs.length;
  if (known === 0) return { at: () => null, secondsPerEpoch: null };
  return {
    secondsPerEpoch: ends[known] / known,
    at: (done) => {
      if (done > known + (isWhole ? 1 : 0)) return null;
      const before = Math.min(Math.floor(done), known - 1);
      return ends[before] + (done - before) * (ends[before + 1] - ends[before]);
    },
  };
}

/** The same curve over the time; without the points whose time is not known. */
export function timed({ x, y }: Curve, clock: Clock): Curve {
  const known: { x: number[]; y: (number | null)[] } = { x: [], y: [] };
  for (const [index, done] of x.entries()) {
    const seconds = clock.at(done);
    if (seconds === null) continue;
    known.x.push(seconds);
    known.y.push(y[index]);
  }
  return known;
}

/** Curves over epochs become curves over the unit, each once. */
export function placing(unit: XUnit, clock: Clock): (curve: Curve) => Curve {
  return unit === 'epochs' ? (curve) => curve : remembering((curve) => timed(curve, clock));
}
