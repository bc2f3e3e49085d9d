// The course of one run in four charts under one cursor.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { RunProgress } from '../../../src/studio/protocol.ts';
import type { RunMetrics } from '../connection/run-metrics.ts';
import { language, textsOf } from '../language/language.ts';
import { printLoss, printPercent, printRate, printSpeed } from '../language/numbers.ts';
import { Chart, type NamedCurve } from './charts/chart.tsx';
import { accuracyRange, amountRange, epochRange, lossRange } from './charts/ranges.ts';
import { epochCurve, type MeasuredCurves, runCurves } from './charts/run-curves.ts';
import { runTexts } from './run-texts.ts';
import { isTutorialShown, tutorialEpochs } from './tutorial-curve.ts';
import { TutorialSwitch } from './tutorial-switch.tsx';

interface RunChartsProps {
  readonly metrics: RunMetrics;
  readonly progress: RunProgress | null;
}

const tutorial = {
  loss: {
    train: epochCurve(tutorialEpochs, ({ trainLoss }) => trainLoss),
    test: epochCurve(tutorialEpochs, ({ testLoss }) => testLoss),
  },
  accuracy: {
    train: epochCurve(tutorialEpochs, ({ trainAccuracy }) => trainAccuracy),
    test: epochCurve(tutorialEpochs, ({ testAccuracy }) => testAccuracy),
  },
};

export function RunCharts({ metrics, progress }: RunChartsProps) {
  const texts = textsOf(runTexts);
  const cursor = useSignal<number | null>(null);
  const stepsPerEpoch = progress?.stepsPerEpoch ?? null;
  const curves = useMemo(() => runCurves(metrics, stepsPerEpoch), [metrics, stepsPerEpoch]);
  const isCompared = isTutorialShown.value;
  const asked = progress?.epochs ?? tutorialEpochs.length;
  const xRange = epochRange([curves.loss.batches, curves.loss.train], isCompared ? asked : 0);
  const shared = { xRange, cursor, group: 'run' };

  const measured = (of: MeasuredCurves, compared: Omit<MeasuredCurves, 'batches'>): readonly NamedCurve[] => {
    const own: readonly NamedCurve[] = [
      { name: texts.batches, kind: 'batches', colour: '--train', curve: of.batches },
      { name: texts.train, kind: 'epochs', colour: '--train', curve: of.train },
      { name: texts.test, kind: 'epochs', colour: '--test', curve: of.test },
    ];
    if (!isCompared) return own;
    const others = (['train', 'test'] as const).map(
      (part): NamedCurve => ({
        name: texts.tutorial(texts[part]),
        kind: 'compared',
        colour: `--${part}`,
        dash: [5, 4],
        curve: compared[part],
      }),
    );
    return [...own, ...others];
  };
  const loss = measured(curves.loss, tutorial.loss);
  const accuracy = measured(curves.accuracy, tutorial.accuracy);
  const { rate, speed } = curves;
  const isEmpty = metrics.steps.length === 0 && metrics.epochs.length === 0;
  return (
    <section aria-labelledby="course">
      <div class="section-head">
        <h2 id="course">{texts.course}</h2>
        <TutorialSwitch />
      </div>
      {isEmpty && <p class="quiet">{texts.noCurves}</p>}
      <div class="charts" hidden={isEmpty}>
        <Chart
          {...shared}
          title={texts.loss}
          curves={loss}
          yRange={rangeOf(loss, lossRange)}
          print={printLoss}
          printMark={printMark}
        />
        <Chart
          {...shared}
          title={texts.accuracy}
          curves={accuracy}
          yRange={rangeOf(accuracy, accuracyRange)}
          print={printPercent}
          printMark={(value) => printPercent(value, 0)}
        />
        <Chart
          {...shared}
          title={capitalised(texts.rate)}
          curves={[{ name: texts.rate, kind: 'line', colour: '--train', curve: rate }]}
          yRange={amountRange([rate])}
          print={printRate}
        />
        <Chart
          {...shared}
          title={capitalised(texts.speed)}
          curves={[{ name: texts.speed, kind: 'line', colour: '--train', curve: speed }]}
          yRange={amountRange([speed])}
          print={(value) => printSpeed(value, language.value)}
          printMark={String}
        />
      </div>
    </section>
  );
}

function rangeOf(curves: readonly NamedCurve[], range: typeof lossRange) {
  const batches = curves.filter(({ kind }) => kind === 'batches').map(({ curve }) => curve);
  return range(
    curves.filter(({ kind }) => kind !== 'batches').map(({ curve }) => curve),
    batches,
  );
}

function printMark(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
