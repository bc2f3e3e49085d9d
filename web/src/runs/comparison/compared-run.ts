// A run as the comparison shows it.
import type { RunOverview } from '../../../../src/studio/protocol.ts';
import type { RunMetrics } from '../../connection/run-metrics.ts';
import type { RunLook } from './run-looks.ts';

export interface ComparedRun {
  readonly id: string;
  readonly look: RunLook;
  readonly overview: RunOverview | null;
  readonly metrics: RunMetrics;
  readonly isGone: boolean;
}

/** Whether the tutorial's curve can be beside them. */
export function hasTutorials(compared: readonly ComparedRun[]): boolean {
  return compared.some(({ overview }) => overview?.isTutorials);
}
