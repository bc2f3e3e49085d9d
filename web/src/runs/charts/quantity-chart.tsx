// A chart of one quantity: its curves under one axis, which goes as the quantity's row says.
import { quantityAxis } from '../../../../src/metrics/axis.ts';
import { chartExtent } from '../../../../src/metrics/chart-extent.ts';
import { type Quantity, quantityRow } from '../../../../src/metrics/metric-table.ts';
import { textsOf } from '../../language/language.ts';
import { capitalised, printValue } from '../../language/numbers.ts';
import { Chart, type ChartProps } from './chart.tsx';

interface QuantityChartProps extends Omit<ChartProps, 'y' | 'yTitle' | 'print'> {
  readonly quantity: Quantity;
}

export function QuantityChart({ quantity, title, curves, ...props }: QuantityChartProps) {
  const ofKind = (isOfBatches: boolean) =>
    curves.filter(({ kind }) => (kind === 'batches') === isOfBatches).map(({ curve }) => curve);
  return (
    <Chart
      {...props}
      title={capitalised(title)}
      curves={curves}
      y={quantityAxis(quantity, chartExtent(ofKind(false), ofKind(true)), [0, 1])}
      yTitle={textsOf(quantityRow[quantity].axisNames)}
      print={(value) => printValue(quantity, value)}
    />
  );
}
