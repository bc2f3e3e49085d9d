// A chart of one quantity: its curves under one axis, which goes as the quantity's row says.
import { type Quantity, quantityRow } from '../../../../src/metrics/metric-table.ts';
import { capitalised, printPercent, printValue } from '../../language/numbers.ts';
import { Chart, type ChartProps } from './chart.tsx';
import { valueRange } from './ranges.ts';

interface QuantityChartProps extends Omit<ChartProps, 'yRange' | 'print' | 'printMark'> {
  readonly quantity: Quantity;
}

export function QuantityChart({ quantity, title, curves, ...props }: QuantityChartProps) {
  const ofKind = (isOfBatches: boolean) =>
    curves.filter(({ kind }) => (kind === 'batches') === isOfBatches).map(({ curve }) => curve);
  const { isFraction } = quantityRow[quantity];
  return (
    <Chart
      {...props}
      title={capitalised(title)}
      curves={curves}
      yRange={valueRange(quantity, ofKind(false), ofKind(true))}
      print={(value) => printValue(quantity, value)}
      printMark={(value) => (isFraction ? printPercent(value, 0) : String(Number(value.toPrecision(3))))}
    />
  );
}
