// One step of a training: the gradients of its batches, those of all ranks added up, and the update.
import type { DataLoader } from '../data/loader.ts';
import { partOf } from '../data/share.ts';
import type { Divergence } from './find-divergence.ts';
import type { Ranks, RanksOfStep } from './ranks.ts';
import { RunningMean } from './running-mean.ts';
import type { BatchResult, StepRunner, UpdateOptions } from './step-runner.ts';
import type { TrainingPosition } from './training-state.ts';

export interface StepParts {
  readonly runner: StepRunner;
  readonly ranks: Ranks;
  readonly signal: AbortSignal | undefined;
}

export interface TrainingStepParts extends StepParts, UpdateOptions {
  readonly trainData: DataLoader;
  /** Batches of a step. */
  readonly accumulate: number;
  readonly seed: number;
  /** Behind the steps that are done. */
  readonly position: TrainingPosition;
}

/** What a step came to; nothing has moved where there is a divergence. */
export interface StepOutcome {
  readonly mean: RunningMean;
  readonly ranks?: RanksOfStep;
  readonly divergence?: { readonly what: string } & Partial<Divergence>;
}

export async function takeStep(parts: TrainingStepParts): Promise<StepOutcome> {
  const { runner, ranks, trainData, accumulate, seed, position } = parts;
  const { epoch, step } = position;
  const started = performance.now();
  const own = new RunningMean();
  const end = Math.min((step + 1) * accumulate, trainData.batchCount);
  for (let index = step * accumulate; index < end; index++) {
    const first = index * trainData.batchSize;
    const batch = trainData.batch(epoch, index, ranks.share);
    if (batch.size === 0) {
      await runner.attend();
      continue;
    }
    const images = Math.min(trainData.batchSize, trainData.dataset.count - first);
    const { begin } = partOf(images, ranks.share);
    const place = { seed, epoch, firstImage: first + begin, images };
    const result = await runner.compute(batch, place, { isLast: index === end - 1 });
    const divergence = divergenceOf(result, 'loss');
    if (divergence !== undefined) return { mean: own, divergence };
    own.add({ images: batch.size, ...result });
  }
  const seconds = secondsSince(started);
  await runner.sumGradients(own.sums.images);
  const { mean, ...shared } = await agreeOn(parts, own, seconds);
  await runner.combineBuffers({ images: own.sums.images, all: mean.sums });
  const found = await runner.update(parts);
  if (found === undefined) return { mean, ...shared };
  return { mean, divergence: { what: `the gradient of ${found.gradient} is not finite`, ...found } };
}

/** @param loss what the loss is called */
export async function evaluateBatch(
  parts: StepParts & { readonly loader: DataLoader; readonly index: number },
  loss: string,
): Promise<StepOutcome> {
  const started = performance.now();
  const own = new RunningMean();
  const batch = parts.loader.batch(0, parts.index, parts.ranks.share);
  if (batch.size > 0) {
    const result = await parts.runner.evaluate(batch);
    const divergence = divergenceOf(result, loss);
    if (divergence !== undefined) return { mean: own, divergence };
    own.add({ images: batch.size, ...result });
  }
  return agreeOn(parts, own, secondsSince(started));
}

async function agreeOn({ runner, ranks, signal }: StepParts, own: RunningMean, seconds: number): Promise<StepOutcome> {
  const { sums, ...shared } = await ranks.agree({
    sums: own.sums,
    seconds,
    isStopping: signal?.aborted === true,
    choices: runner.engine.choices,
  });
  return { mean: new RunningMean(sums), ...shared };
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

function divergenceOf({ divergence, loss }: BatchResult, called: string): StepOutcome['divergence'] {
  return divergence === undefined ? undefined : { what: `the ${called} is ${loss}`, ...divergence };
}
