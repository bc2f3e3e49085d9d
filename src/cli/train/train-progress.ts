// What a training shows while it runs: a live bar on a terminal, plain lines elsewhere. Observers of the trainer.
import picocolors from 'picocolors';
import { isLoggedStep } from '../../runs/logged-step.ts';
import type { EvaluationStepEvent, StepEvent, TrainingObserver } from '../../training/events.ts';
import type { Environment } from '../command-context.ts';
import type { LiveLine } from '../terminal/live-line.ts';
import type { TextOutput } from '../terminal/text-output.ts';
import type { Forecast } from './forecast.ts';
import type { Position, TrainTexts } from './train-texts.ts';

const barWidth = 20;

/** A live line is of use only where the cursor can go back. */
export function isLive({ isTTY }: TextOutput, { TERM }: Environment): boolean {
  return isTTY && TERM !== 'dumb';
}

export function observeWithBar(
  line: LiveLine,
  texts: TrainTexts,
  forecast: Forecast,
  { color }: { readonly color: boolean },
): TrainingObserver {
  const colors = picocolors.createColors(color);
  const paint = (text: string) => text.replace(/━+/, colors.green).replace(/─+/, colors.dim);
  const draw = (position: Position, rest: readonly string[]) => {
    const filled = Math.floor((barWidth * position.step) / position.steps);
    const bar = '━'.repeat(filled) + '─'.repeat(barWidth - filled);
    line.show(`${texts.epochOf(position)} ${bar} ${rest.join(' · ')}`, paint);
  };
  return (event) => {
    if (event.kind === 'step') {
      const position = positionOf(event, forecast);
      draw(position, [`${position.step}/${position.steps}`, describe(event, texts, forecast)]);
    }
    if (event.kind === 'evaluationStep') {
      const position = positionOf(event, forecast);
      draw(position, [texts.testing(position)]);
    }
    if (event.kind === 'epoch') line.print(texts.epoch(event));
    if (event.kind === 'end') line.clear();
  };
}

export function observeWithLines(
  output: TextOutput,
  texts: TrainTexts,
  forecast: Forecast,
  { logEvery }: { readonly logEvery: number },
): TrainingObserver {
  return (event) => {
    if (event.kind === 'step' && isLoggedStep(event, logEvery)) {
      const position = positionOf(event, forecast);
      const parts = [texts.epochOf(position), texts.stepOf(position), describe(event, texts, forecast)];
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

function describe(event: StepEvent, texts: TrainTexts, { pace, secondsLeft }: Forecast): string {
  const { runningLoss, runningAccuracy } = event;
  return texts.progress({ imagesPerSecond: pace, secondsLeft, loss: runningLoss, accuracy: runningAccuracy });
}

function positionOf(event: StepEvent | EvaluationStepEvent, { epochs }: Forecast): Position {
  const steps = event.kind === 'step' ? event.stepsPerEpoch : event.steps;
  return { epoch: event.epoch, epochs, step: event.step, steps };
}
