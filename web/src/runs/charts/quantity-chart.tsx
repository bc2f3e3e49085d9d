// A chart of one quantity: its curves under one axis, which goes as the quantity's row says.
import { logAxis, quantityAxis } from '../../../../src/metrics/axis.ts';
import { chartExtent } from '../../../../src/metrics/chart-extent.ts';
import { type Quantity, quantityRow } from '../../../../src/metrics/metric-table.ts';
import { textsOf } from '../../language/language.ts';
import { capitalised, printValue } from '../../language/numbers.ts';
import { Chart, type ChartProps } from './chart.tsx';
import { isLogarithmic, smoothing } from './chart-choices.ts';
import { positive, remembering, within } from './curve.ts';
import { withSmooth } from './smooth-curves.ts';

interface QuantityChartProps extends Omit<ChartProps, 'drawn' | 'y' | 'yTitle' | 'print' | 'isLogarithmic'> {
  readonly quantity: Quantity;
}

const onLogarithmicScale = remembering(positive);

export function QuantityChart({ quantity, title, curves: all, x, ...props }: QuantityChartProps) {
  const isLog = isLogarithmic.value && !quantityRow[quantity].isFraction;
  const curves = isLog ? all.map((one) => ({ ...one, curve: onLogarithmicScale(one.curve) })) : all;
  const drawn = withSmooth(curves, smoothing.value);
  const ofKind = (isOfBatches: boolean) =>
    drawn.filter(({ kind }) => (kind === 'batches') === isOfBatches).map(({ curve }) => within(curve, x.range));
  const extent = chartExtent(ofKind(false), ofKind(true), x.firstEpoch);
  return (
    <Chart
      {...props}
      title={capitalised(title)}
      curves={all}
      drawn={drawn}
      x={x}
      isLogarithmic={isLog}
      y={isLog ? logAxis(extent ?? [0.1, 1], [0, 1]) : quantityAxis(quantity, extent, [0, 1])}
      yTitle={textsOf(quantityRow[quantity].axisNames)}
      print={(value) => printValue(quantity, value)}
    />
  );
}
