// What a training shows while it runs: a live bar on a terminal, plain lines elsewhere. Observers of the trainer.
import picocolors from 'picocolors';
import { isLoggedStep } from '../../runs/logged-step.ts';
import type { EvaluationStepEvent, StepEvent, TrainingObserver } from '../../training/events.ts';
import type { Environment } from '../command-context.ts';
import type { LiveLine } from '../terminal/live-line.ts';
import type { TextOutput } from '../terminal/text-output.ts';
import type { Forecast } from './forecast.ts';
import { type ProgressParts, progressLine } from './progress-line.ts';
import type { Position, RankProgress, TrainingGroup, TrainTexts } from './train-texts.ts';

/** A live line is of use only where the cursor can go back, and where nobody reads a log of it later. */
export function isLive({ isTTY }: TextOutput, { TERM, CI = '' }: Environment): boolean {
  return isTTY && TERM !== 'dumb' && ['', 'false'].includes(CI);
}

export function observeWithBar(
  line: LiveLine,
  texts: TrainTexts,
  forecast: Forecast,
  { color, group }: { readonly color: boolean; readonly group: TrainingGroup | undefined },
): TrainingObserver {
  const colors = picocolors.createColors(color);
  const paint = (text: string) => text.replace(/━+/, colors.green).replace(/─+/, colors.dim);
  const draw = (position: Position, parts: ProgressParts) => {
    const share = position.step / position.steps;
    line.show(progressLine({ epoch: texts.epochOf(position), ...parts }, share, line.columns), paint);
  };
  return (event) => {
    if (event.kind === 'step') {
      const position = positionOf(event, forecast);
      draw(position, { steps: `${position.step}/${position.steps}`, ...describe(event, { texts, forecast, group }) });
    }
    if (event.kind === 'evaluationStep') {
      const position = positionOf(event, forecast);
      draw(position, { steps: texts.testing(position) });
    }
    if (event.kind === 'epoch') line.print(texts.epoch(event));
    if (event.kind === 'end') line.clear();
  };
}

export function observeWithLines(
  output: TextOutput,
  texts: TrainTexts,
  forecast: Forecast,
  { logEvery, group }: { readonly logEvery: number; readonly group: TrainingGroup | undefined },
): TrainingObserver {
  return (event) => {
    if (event.kind === 'step' && isLoggedStep(event, logEvery)) {
      const position = positionOf(event, forecast);
      const parts = [
        texts.epochOf(position),
        texts.stepOf(position),
        ...Object.values(describe(event, { texts, forecast, group })),
      ];
      output.print(parts.join(' · '));
    }
    if (event.kind === 'epoch') output.print(texts.epoch(event));
  };
}

/** Nothing but the epoch lines. */
export function observeEpochs(output: TextOutput, texts: TrainTexts): TrainingObserver {
  return (event) => {
    if (event.kind === 'epoch') output.print(texts.epoch(event));
  };
}

interface Description {
  readonly texts: TrainTexts;
  readonly forecast: Forecast;
  readonly group: TrainingGroup | undefined;
}

function describe(event: StepEvent, { texts, forecast, group }: Description) {
  const { runningLoss: loss, runningAccuracy: accuracy } = event;
  const { pace: imagesPerSecond, secondsLeft } = forecast;
  return texts.progress({ imagesPerSecond, secondsLeft, loss, accuracy, ranks: rankProgress(event, group) });
}

function rankProgress({ ranks }: StepEvent, group: TrainingGroup | undefined): RankProgress | undefined {
  if (ranks === undefined || group === undefined) return undefined;
  const rank = ranks.seconds.indexOf(Math.max(...ranks.seconds));
  return { rank, host: group.hosts[rank], waiting: ranks.waiting };
}

function positionOf(event: StepEvent | EvaluationStepEvent, { epochs }: Forecast): Position {
  const steps = event.kind === 'step' ? event.stepsPerEpoch : event.steps;
  return { epoch: event.epoch, epochs, step: event.step, steps };
}
