// What a part weighs: its share of parameters, of compute, of measured time, which colours it.
import type { NetworkDescription } from '../../../src/network/network-description.ts';
import { type MeasuredTime, sumOf, type TimeOfKind, timeOf } from './measured-time.ts';
import { layersOf, type Part } from './network-parts.ts';

export const measureNames = ['parameters', 'compute', 'time'] as const;
export type MeasureName = (typeof measureNames)[number];

export interface PartMeasures {
  readonly parameters: number;
  readonly multiplyAdds: number;
  /** `null` where nothing of it was measured. */
  readonly milliseconds: number | null;
  readonly kinds: readonly TimeOfKind[];
  /** Fractions of the network's; of the time, of all that the profile lists. */
  readonly shares: Readonly<Record<MeasureName, number | null>>;
}

export function measurePart(part: Part, { totals }: NetworkDescription, time: MeasuredTime | null): PartMeasures {
  const layers = layersOf(part);
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  const multiplyAdds = layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0);
  const ids = layers.map(({ id }) => id);
  const kinds = time === null ? [] : timeOf(time, ids);
  const milliseconds = kinds.length === 0 ? null : sumOf(kinds);
  return {
    parameters,
    multiplyAdds,
    milliseconds,
    kinds,
    shares: {
      parameters: shareOf(parameters, totals.parameters),
      compute: shareOf(multiplyAdds, totals.multiplyAdds),
      time: milliseconds === null || time === null ? null : shareOf(milliseconds, time.milliseconds),
    },
  };
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
