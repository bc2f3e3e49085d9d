// What the charts of a view share while one looks at them: the cursor, and the stretch that they show.
import { type Signal, useSignal } from '@preact/signals';
import type { Range } from '../../../../src/metrics/chart-extent.ts';
import { type XUnit, xUnit } from './chart-choices.ts';
import type { Stretch } from './zoom.ts';

export interface ChartView {
  /** The place on the x axis under the cursor. */
  readonly cursor: Signal<number | null>;
  /** Undefined: everything. */
  readonly stretch: Stretch;
  readonly show: (stretch: Stretch) => void;
}

export function useChartView(): ChartView {
  const cursor = useSignal<number | null>(null);
  const shown = useSignal<{ readonly unit: XUnit; readonly range: Range } | undefined>(undefined);
  const unit = xUnit.value;
  return {
    cursor,
    // A stretch of epochs is none of seconds.
    stretch: shown.value?.unit === unit ? shown.value.range : undefined,
    show: (stretch) => {
      shown.value = stretch === undefined ? undefined : { unit, range: stretch };
    },
  };
}
