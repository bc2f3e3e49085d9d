// A chart of an amount, such as a rate or a speed, over an axis that begins at 0.
import { valueAxis } from '../../../../src/metrics/axis.ts';
import { chartExtent } from '../../../../src/metrics/chart-extent.ts';
import { capitalised } from '../../language/numbers.ts';
import { Chart, type ChartProps } from './chart.tsx';
import { smoothing } from './chart-choices.ts';
import { type Curve, within } from './curve.ts';
import { withSmooth } from './smooth-curves.ts';

interface AmountChartProps extends Omit<ChartProps, 'title' | 'curves' | 'drawn' | 'y' | 'yTitle'> {
  /** With its unit. */
  readonly name: string;
  readonly curve: Curve;
  /** Whether its values do not scatter, so that smoothing would only make them wrong; default false. */
  readonly isExact?: boolean;
}

export function AmountChart({ name, curve, x, isExact = false, ...props }: AmountChartProps) {
  const curves = [{ name, kind: 'line', colour: '--train', curve } as const];
  const [, highest] = chartExtent([within(curve, x.range)]) ?? [0, 0];
  return (
    <Chart
      {...props}
      x={x}
      title={capitalised(name)}
      curves={curves}
      drawn={isExact ? curves : withSmooth(curves, smoothing.value)}
      y={valueAxis([0, highest], [0, 1])}
      yTitle={name}
    />
  );
}
