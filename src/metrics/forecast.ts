// How fast a training goes and how long it still takes: for the terminal, which hears of every step, and for the studio,
// which knows what the run's files tell.

/** Steps that the pace is taken over. */
export const recentSteps = 20;
/** A forward pass without its backward pass takes about a third of a training step. */
const evaluationShare = 1 / 3;
/** A measured evaluation is believed up to so many times the guess: a machine may have slept. */
const longestEvaluation = 3;

export interface TimedStep {
  /** Where it is missing, all steps are of equal size. */
  readonly images?: number;
  readonly imagesPerSecond: number | null;
  /** The step also compiled the programs, so its time says nothing about those to come. */
  readonly hasCompiled?: boolean;
}

/** Images per second over all these steps; undefined if none tells. */
export function paceOf(steps: readonly TimedStep[]): number | undefined {
  let [images, seconds] = [0, 0];
  for (const step of steps) {
    if (step.hasCompiled || step.imagesPerSecond === null || step.imagesPerSecond <= 0) continue;
    images += step.images ?? 1;
    seconds += (step.images ?? 1) / step.imagesPerSecond;
  }
  return images === 0 ? undefined : images / seconds;
}

export interface ForecastFacts {
  /** Epochs still to be finished, the one under way included. */
  readonly epochsLeft: number;
  /** Images of the epoch under way that have been trained on. */
  readonly imagesDone: number;
  /** Training images in an epoch. */
  readonly trainImages: number;
  readonly evaluationImages: number;
  /** Images per second of training. */
  readonly pace: number;
  /** Duration of the last evaluation. Not above 0 where an epoch was resumed in its middle and was too short to tell. */
  readonly evaluationSeconds: number | null;
}

/** Seconds until the last epoch's evaluation ends. */
export function secondsLeft(facts: ForecastFacts): number {
  const { epochsLeft, imagesDone, trainImages, evaluationImages, pace, evaluationSeconds } = facts;
  if (epochsLeft <= 0) return 0;
  const guessed = (evaluationImages * evaluationShare) / pace;
  const isMeasured = evaluationSeconds !== null && evaluationSeconds > 0;
  const evaluation = isMeasured ? Math.min(evaluationSeconds, longestEvaluation * guessed) : guessed;
  return (epochsLeft * trainImages - Math.min(trainImages, imagesDone)) / pace + epochsLeft * evaluation;
}
