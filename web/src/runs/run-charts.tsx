// The course of one run: a chart for each quantity, and for rate and speed, under one cursor.
import { useMemo } from 'preact/hooks';
import { type Part, partNames, type Quantity, quantities, quantityRow } from '../../../src/metrics/metric-table.ts';
import type { RunProgress } from '../../../src/studio/protocol.ts';
import type { RunMetrics } from '../connection/run-metrics.ts';
import { language, textsOf } from '../language/language.ts';
import { printRate, printSpeed } from '../language/numbers.ts';
import { AmountChart } from './charts/amount-chart.tsx';
import type { NamedCurve } from './charts/chart.tsx';
import { xUnit } from './charts/chart-choices.ts';
import { chartTexts } from './charts/chart-texts.ts';
import { ChartTools } from './charts/chart-tools.tsx';
import { useChartView } from './charts/chart-view.ts';
import { clockOf, placing } from './charts/elapsed-time.ts';
import { QuantityChart } from './charts/quantity-chart.tsx';
import { epochCurves, runCurves } from './charts/run-curves.ts';
import { wholeRange, xAxis } from './charts/x-axis.ts';
import { dragged } from './charts/zoom.ts';
import { runTexts } from './run-texts.ts';
import { isTutorialShown, tutorialEpochs } from './tutorial-curve.ts';
import { TutorialSwitch } from './tutorial-switch.tsx';

interface RunChartsProps {
  readonly metrics: RunMetrics;
  readonly progress: RunProgress | null;
  /** Whether the tutorial's curve can be beside it. */
  readonly isTutorials: boolean;
}

const tutorialCurves = epochCurves(tutorialEpochs);

export function RunCharts({ metrics, progress, isTutorials }: RunChartsProps) {
  const texts = textsOf(runTexts);
  const view = useChartView();
  const stepsPerEpoch = progress?.stepsPerEpoch ?? null;
  const unit = xUnit.value;
  const clock = useMemo(() => clockOf(metrics.epochs), [metrics.epochs]);
  const curves = useMemo(() => runCurves(metrics, stepsPerEpoch), [metrics, stepsPerEpoch]);
  const place = useMemo(() => placing(unit, clock), [unit, clock]);
  const isCompared = isTutorials && isTutorialShown();
  const asked = progress?.epochs ?? tutorialEpochs.length;
  const longest = [curves.batches.loss, curves.epochs.loss[0].curve].map(place);
  const whole = wholeRange(longest, isCompared ? asked : 0);
  const shared = {
    x: xAxis(unit, view.stretch ?? whole, language.value, clock.secondsPerEpoch),
    cursor: view.cursor,
    onDrag: (from: number, to: number) => view.show(dragged([from, to], view.stretch ?? whole)),
    group: 'run',
  };
  const curvesOf = (quantity: Quantity): readonly NamedCurve[] => [
    { name: texts.batches, kind: 'batches', colour: '--train', curve: place(curves.batches[quantity]) },
    ...curves.epochs[quantity].map(
      ({ part, curve }): NamedCurve => ({
        name: textsOf(partNames[part]),
        kind: 'epochs',
        colour: colourOf(part),
        curve: place(curve),
      }),
    ),
    ...(isCompared ? tutorialCurves[quantity] : []).map(
      ({ part, curve }): NamedCurve => ({
        name: texts.tutorial(textsOf(partNames[part])),
        kind: 'compared',
        colour: colourOf(part),
        dash: [5, 4],
        curve,
      }),
    ),
  ];
  const isEmpty = metrics.steps.length === 0 && metrics.epochs.length === 0;
  return (
    <section aria-labelledby="course">
      <div class="section-head">
        <h2 id="course">{texts.course}</h2>
        {isTutorials && <TutorialSwitch />}
      </div>
      {isEmpty && <p class="quiet">{texts.noCurves}</p>}
      {!isEmpty && <ChartTools view={view} whole={whole} />}
      {!isEmpty && unit === 'time' && clock.secondsPerEpoch === null && (
        <p class="quiet">{textsOf(chartTexts).noTime}</p>
      )}
      <div class="charts" hidden={isEmpty}>
        {quantities.map((quantity) => (
          <QuantityChart
            {...shared}
            key={quantity}
            quantity={quantity}
            title={textsOf(quantityRow[quantity].names)}
            curves={curvesOf(quantity)}
          />
        ))}
        <AmountChart {...shared} name={texts.rate} curve={place(curves.rate)} print={printRate} isExact />
        <AmountChart
          {...shared}
          name={texts.speed}
          curve={place(curves.speed)}
          print={(value) => printSpeed(value, language.value)}
        />
      </div>
    </section>
  );
}

function colourOf(part: Part): string {
  return part === 'train' ? '--train' : '--test';
}
