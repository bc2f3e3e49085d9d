// One chart for each measure, with a curve of every run.
import { useSignal } from '@preact/signals';
import { textsOf } from '../../language/language.ts';
import { printLoss, printPercent } from '../../language/numbers.ts';
import { Chart, type NamedCurve } from '../charts/chart.tsx';
import { accuracyRange, epochRange, lossRange } from '../charts/ranges.ts';
import { type CurveEpoch, epochCurve } from '../charts/run-curves.ts';
import { runTexts } from '../run-texts.ts';
import { isTutorialShown, tutorialEpochs } from '../tutorial-curve.ts';
import type { ComparedRun } from './compared-run.ts';
import { comparisonTexts } from './comparison-texts.ts';

export function ComparisonCharts({ compared }: { readonly compared: readonly ComparedRun[] }) {
  const texts = textsOf(comparisonTexts);
  const cursor = useSignal<number | null>(null);
  const curvesOf = (read: (epoch: CurveEpoch) => number | null): readonly NamedCurve[] => {
    const own = compared.map(
      ({ id, look, metrics }): NamedCurve => ({
        ...look,
        name: id,
        kind: 'epochs',
        curve: epochCurve(metrics.epochs, read),
      }),
    );
    if (!isTutorialShown.value) return own;
    const curve = epochCurve(tutorialEpochs, read);
    return [...own, { name: texts.tutorial, kind: 'compared', colour: '--muted', dash: [2, 3], curve }];
  };
  const accuracy = curvesOf(({ testAccuracy }) => testAccuracy);
  const testLoss = curvesOf((epoch) => epoch.testLoss);
  const trainLoss = curvesOf((epoch) => epoch.trainLoss);
  const xRange = epochRange(accuracy.map(({ curve }) => curve));
  const shared = { xRange, cursor, group: 'comparison' };
  const loss = { print: printLoss, printMark: (value: number) => String(Number(value.toPrecision(3))) };
  return (
    <section class="comparison-charts" aria-labelledby="courses">
      <h2 id="courses" class="visually-hidden">
        {textsOf(runTexts).course}
      </h2>
      <Chart
        {...shared}
        title={texts.testAccuracy}
        curves={accuracy}
        yRange={accuracyRange(accuracy.map(({ curve }) => curve))}
        print={printPercent}
        printMark={(value) => printPercent(value, 0)}
      />
      <div class="charts">
        <Chart
          {...shared}
          {...loss}
          title={texts.testLoss}
          curves={testLoss}
          yRange={lossRange(testLoss.map(({ curve }) => curve))}
        />
        <Chart
          {...shared}
          {...loss}
          title={texts.trainLoss}
          curves={trainLoss}
          yRange={lossRange(trainLoss.map(({ curve }) => curve))}
        />
      </div>
    </section>
  );
}
