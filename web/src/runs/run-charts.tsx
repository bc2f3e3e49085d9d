// The course of one run: a chart for each quantity, and for rate and speed, under one cursor.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { type Part, partNames, type Quantity, quantities, quantityRow } from '../../../src/metrics/metric-table.ts';
import type { RunProgress } from '../../../src/studio/protocol.ts';
import type { RunMetrics } from '../connection/run-metrics.ts';
import { language, textsOf } from '../language/language.ts';
import { printRate, printSpeed } from '../language/numbers.ts';
import { AmountChart } from './charts/amount-chart.tsx';
import type { NamedCurve } from './charts/chart.tsx';
import { QuantityChart } from './charts/quantity-chart.tsx';
import { epochCurves, runCurves } from './charts/run-curves.ts';
import { epochRange, epochsAxis } from './charts/x-axis.ts';
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
  const cursor = useSignal<number | null>(null);
  const stepsPerEpoch = progress?.stepsPerEpoch ?? null;
  const curves = useMemo(() => runCurves(metrics, stepsPerEpoch), [metrics, stepsPerEpoch]);
  const { rate, speed, batches } = curves;
  const isCompared = isTutorials && isTutorialShown.value;
  const asked = progress?.epochs ?? tutorialEpochs.length;
  const x = epochsAxis(epochRange([batches.loss, curves.epochs.loss[0].curve], isCompared ? asked : 0), language.value);
  const shared = { x, cursor, group: 'run' };
  const curvesOf = (quantity: Quantity): readonly NamedCurve[] => [
    { name: texts.batches, kind: 'batches', colour: '--train', curve: batches[quantity] },
    ...curves.epochs[quantity].map(
      ({ part, curve }): NamedCurve => ({
        name: textsOf(partNames[part]),
        kind: 'epochs',
        colour: colourOf(part),
        curve,
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
        <AmountChart {...shared} name={texts.rate} curve={rate} print={printRate} />
        <AmountChart
          {...shared}
          name={texts.speed}
          curve={speed}
          print={(value) => printSpeed(value, language.value)}
        />
      </div>
    </section>
  );
}

function colourOf(part: Part): string {
  return part === 'train' ? '--train' : '--test';
}
