// A chart for each quantity on the images that runs are judged by, and for its course in training, with a curve of every run.
import { useSignal } from '@preact/signals';
import { type EpochNumbers, heldOutValue } from '../../../../src/metrics/epoch-record.ts';
import { metricKey, metricNames, type Part, type Quantity, quantities } from '../../../../src/metrics/metric-table.ts';
import { language, textsOf } from '../../language/language.ts';
import type { NamedCurve } from '../charts/chart.tsx';
import { QuantityChart } from '../charts/quantity-chart.tsx';
import { epochCurve } from '../charts/run-curves.ts';
import { epochRange, epochsAxis } from '../charts/x-axis.ts';
import { runTexts } from '../run-texts.ts';
import { isTutorialShown, tutorialEpochs } from '../tutorial-curve.ts';
import { type ComparedRun, hasTutorials } from './compared-run.ts';
import { comparisonTexts } from './comparison-texts.ts';
import { heldOutParts } from './run-results.ts';

export function ComparisonCharts({ compared }: { readonly compared: readonly ComparedRun[] }) {
  const texts = textsOf(comparisonTexts);
  const cursor = useSignal<number | null>(null);
  const curvesOf = (read: (epoch: EpochNumbers) => number | null | undefined): readonly NamedCurve[] => {
    const own = compared.map(
      ({ id, look, metrics }): NamedCurve => ({
        ...look,
        name: id,
        kind: 'epochs',
        curve: epochCurve(metrics.epochs, read),
      }),
    );
    if (!isTutorialShown.value || !hasTutorials(compared)) return own;
    const curve = epochCurve(tutorialEpochs, read);
    return [...own, { name: texts.tutorial, kind: 'compared', colour: '--muted', dash: [2, 3], curve }];
  };
  const x = epochsAxis(epochRange(curvesOf(({ epoch }) => epoch).map(({ curve }) => curve)), language.value);
  const chart = (quantity: Quantity, parts: readonly Part[], read: Parameters<typeof curvesOf>[0]) => (
    <QuantityChart
      key={`${parts} ${quantity}`}
      {...{ x, cursor, group: 'comparison', quantity }}
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
      {judged('accuracy')}
      <div class="charts">{others.flatMap((quantity) => [judged(quantity), trained(quantity)])}</div>
    </section>
  );
}
