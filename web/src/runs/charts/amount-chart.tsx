// A chart of an amount, such as a rate or a speed, over an axis that begins at 0.
import { valueAxis } from '../../../../src/metrics/axis.ts';
import { chartExtent } from '../../../../src/metrics/chart-extent.ts';
import { capitalised } from '../../language/numbers.ts';
import { Chart, type ChartProps } from './chart.tsx';
import type { Curve } from './curve.ts';

interface AmountChartProps extends Omit<ChartProps, 'title' | 'curves' | 'y' | 'yTitle'> {
  /** With its unit. */
  readonly name: string;
  readonly curve: Curve;
}

export function AmountChart({ name, curve, ...props }: AmountChartProps) {
  const [, highest] = chartExtent([curve]) ?? [0, 0];
  return (
    <Chart
      {...props}
      title={capitalised(name)}
      curves={[{ name, kind: 'line', colour: '--train', curve }]}
      y={valueAxis([0, highest], [0, 1])}
      yTitle={name}
    />
  );
}
