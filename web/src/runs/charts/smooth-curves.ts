// Curves that scatter, each with a smooth one over it.
import { smoothed } from '../../../../src/metrics/smoothed.ts';
import { type Curve, remembering } from './curve.ts';
import type { CurveStyle } from './drawing.ts';

interface Styled extends CurveStyle {
  readonly name: string;
  readonly curve: Curve;
}

let last = { weight: 0, smooth: (curve: Curve) => curve };

/**
 * Smooths the batches alone where there are some: epochs are so few that the same weight would make another curve of them.
 * @param weight 0: as they are
 */
export function withSmooth(curves: readonly Styled[], weight: number): readonly Styled[] {
  if (weight === 0) return curves;
  if (last.weight !== weight) {
    last = { weight, smooth: remembering(({ x, y }) => ({ x, y: smoothed(y, weight) })) };
  }
  const scattered = curves.filter(({ kind }) => kind === 'batches');
  const raw = scattered.length > 0 ? scattered : curves;
  // Drawn in this order, so that what is pale lies behind.
  return [
    ...raw.map((one): Styled => ({ ...one, kind: one.kind === 'batches' ? 'batches' : 'raw' })),
    ...curves.map((one): Styled => {
      if (!raw.includes(one)) return one;
      return { ...one, kind: one.kind === 'batches' ? 'line' : one.kind, curve: last.smooth(one.curve) };
    }),
  ];
}
