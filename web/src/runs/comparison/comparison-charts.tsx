// A chart for each quantity on the images that runs are judged by, and for its course in training, with a curve of every run.
import { type EpochNumbers, heldOutValue } from '../../../../src/metrics/epoch-record.ts';
import { metricKey, metricNames, type Part, type Quantity, quantities } from '../../../../src/metrics/metric-table.ts';
import { language, textsOf } from '../../language/language.ts';
import type { NamedCurve } from '../charts/chart.tsx';
import { xUnit } from '../charts/chart-choices.ts';
import { ChartTools } from '../charts/chart-tools.tsx';
import { useChartView } from '../charts/chart-view.ts';
import { clockOf, placing } from '../charts/elapsed-time.ts';
import { QuantityChart } from '../charts/quantity-chart.tsx';
import { epochCurve } from '../charts/run-curves.ts';
import { wholeRange, xAxis } from '../charts/x-axis.ts';
import { dragged } from '../charts/zoom.ts';
import { runTexts } from '../run-texts.ts';
import { isTutorialShown, tutorialEpochs } from '../tutorial-curve.ts';
import { type ComparedRun, hasTutorials } from './compared-run.ts';
import { comparisonTexts } from './comparison-texts.ts';
import { heldOutParts } from './run-results.ts';

export function ComparisonCharts({ compared }: { readonly compared: readonly ComparedRun[] }) {
  const texts = textsOf(comparisonTexts);
  const view = useChartView();
  const unit = xUnit.value;
  const clocks = compared.map(({ metrics }) => clockOf(metrics.epochs));
  const curvesOf = (read: (epoch: EpochNumbers) => number | null | undefined): readonly NamedCurve[] => {
    const own = compared.map(
      ({ id, look, metrics }, index): NamedCurve => ({
        ...look,
        name: id,
        kind: 'epochs',
        curve: placing(unit, clocks[index])(epochCurve(metrics.epochs, read)),
      }),
    );
    if (!isTutorialShown() || !hasTutorials(compared)) return own;
    const curve = epochCurve(tutorialEpochs, read);
    return [...own, { name: texts.tutorial, kind: 'compared', colour: '--muted', dash: [2, 3], curve }];
  };
  const whole = wholeRange(curvesOf(({ epoch }) => epoch).map(({ curve }) => curve));
  const known = clocks.flatMap(({ secondsPerEpoch }) => secondsPerEpoch ?? []);
  const shared = {
    x: xAxis(unit, view.stretch ?? whole, language.value, known.length === 0 ? null : Math.max(...known)),
    cursor: view.cursor,
    onDrag: (from: number, to: number) => view.show(dragged([from, to], view.stretch ?? whole)),
    group: 'comparison',
  };
  const chart = (quantity: Quantity, parts: readonly Part[], read: Parameters<typeof curvesOf>[0]) => (
    <QuantityChart
      key={`${parts} ${quantity}`}
      {...shared}
      quantity={quantity}
      title={textsOf(metricNames(parts, quantity))}
      curves={curvesOf(read)}
    />
  );
  const judged = (quantity: Quantity) =>
    chart(quantity, heldOutParts(compared), (epoch) => heldOutValue(epoch, quantity));
  const trained = (quantity: Quantity) => chart(quantity, ['train'], (epoch) => epoch[metricKey('train', quantity)]);
  const others = quantities.filter((quantity) => quantity !== 'accuracy');
  return (
    <section class="comparison-charts" aria-labelledby="courses">
      <h2 id="courses" class="visually-hidden">
        {textsOf(runTexts).course}
      </h2>
      <ChartTools view={view} whole={whole} />
      {judged('accuracy')}
      <div class="charts">{others.flatMap((quantity) => [judged(quantity), trained(quantity)])}</div>
    </section>
  );
}
