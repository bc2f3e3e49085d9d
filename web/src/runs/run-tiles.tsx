// The numbers that one looks for first.
import { heldOutPart, heldOutValue, totalSeconds } from '../../../src/metrics/epoch-record.ts';
import { bestNames, metricNames } from '../../../src/metrics/metric-table.ts';
import type { RunOverview, RunProgress } from '../../../src/studio/protocol.ts';
import type { RunMetrics } from '../connection/run-metrics.ts';
import { language, textsOf } from '../language/language.ts';
import { printDuration, printRate, printSpeed, printValue, unknown } from '../language/numbers.ts';
import { currentEpoch } from './progress.ts';
import { runTexts } from './run-texts.ts';

interface RunTilesProps {
  readonly overview: RunOverview | null;
  readonly metrics: RunMetrics;
}

export function RunTiles({ overview, metrics }: RunTilesProps) {
  const texts = textsOf(runTexts);
  const step = metrics.steps.at(-1);
  const epoch = metrics.epochs.at(-1);
  const progress = overview?.progress;
  const heldOut = heldOutPart(metrics.epochs);
  const isRunning = overview?.status === 'running';
  const tiles: readonly (readonly [name: string, value: string])[] = [
    [textsOf(bestNames([heldOut], 'accuracy')), printValue('accuracy', overview?.bestAccuracy)],
    [textsOf(metricNames([heldOut], 'loss')), printValue('loss', heldOutValue(epoch, 'loss'))],
    [textsOf(metricNames(['train'], 'loss')), printValue('loss', epoch?.trainLoss ?? step?.loss)],
    [texts.epoch, progress === undefined ? unknown : printEpoch(progress, isRunning)],
    [texts.speed, printSpeed(progress?.imagesPerSecond ?? step?.imagesPerSecond, language.value)],
    isRunning
      ? [texts.timeLeft, printDuration(progress?.secondsLeft, language.value)]
      : [texts.time, printDuration(totalSeconds(metrics.epochs), language.value)],
    [texts.rate, printRate(step?.lr)],
  ];
  return (
    <dl class="tiles">
      {tiles.map(([name, value]) => (
        <div key={name} class="card">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The one under way; of a run that has ended, how many are done. */
function printEpoch(progress: RunProgress, isRunning: boolean): string {
  const { epochs, epochsDone } = progress;
  const epoch = isRunning ? currentEpoch(progress) : epochsDone;
  if (epochs === null) return epoch === 0 ? unknown : String(epoch);
  return textsOf(runTexts).epochOf(String(epoch), String(epochs));
}
