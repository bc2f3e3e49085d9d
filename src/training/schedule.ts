// Learning rates as pure functions of the step, after torch.optim.lr_scheduler: nothing to save, nothing to replay.
// PyTorch's rules count whatever calls them; here they count steps, over all epochs, from 0.
// see: https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
import { requireFinite, requireType, requireWhole } from '../errors/require-option.ts';

/**
 * @param step from 0, over all epochs
 * @param totalSteps of the whole training
 */
export type Schedule = (step: number, totalSteps: number) => number;

/** Always the same. */
export function constant(learningRate: number): Schedule {
  requireFinite('constant: learningRate', learningRate);
  return () => learningRate;
}

/** StepLR: multiplied by `factor` after each of `parts` equal parts of the training. */
export function stepDecay(learningRate: number, { parts = 3, factor = 0.1 } = {}): Schedule {
  requireFinite('stepDecay: learningRate', learningRate);
  requireWhole('stepDecay: parts', parts);
  requireFinite('stepDecay: factor', factor);
  return (step, totalSteps) => learningRate * factor ** Math.floor(step / Math.ceil(totalSteps / parts));
}

/** CosineAnnealingLR: half a cosine from the learning rate down to `minimum`, which the step after the last would have. */
export function cosine(learningRate: number, { minimum = 0 } = {}): Schedule {
  requireFinite('cosine: learningRate', learningRate);
  requireFinite('cosine: minimum', minimum);
  return (step, totalSteps) => anneal(learningRate, minimum, step / totalSteps);
}

/**
 * OneCycleLR: half a cosine up from peak / `divideFirst` in the first 30 % of the steps, another down to
 * peak / `divideFirst` / `divideLast`, which the last step has.
 * @example
 * ```ts
 * import { oneCycle, type TrainerOptions } from 'googlenet';
 * const options: Partial<TrainerOptions> = { schedule: oneCycle(0.4) };
 * ```
 */
export function oneCycle(peak: number, { rise = 0.3, divideFirst = 25, divideLast = 1e4 } = {}): Schedule {
  requireFinite('oneCycle: peak', peak);
  requireFinite('oneCycle: rise', rise, { most: 1 });
  requireFinite('oneCycle: divideFirst', divideFirst, { least: 1 });
  requireFinite('oneCycle: divideLast', divideLast, { least: 1 });
  const first = peak / divideFirst;
  return (step, totalSteps) => {
    const top = rise * totalSteps - 1;
    const last = totalSteps - 1;
    if (step <= top) return anneal(first, peak, top === 0 ? 1 : step / top);
    return anneal(peak, first / divideLast, last === top ? 1 : (step - top) / (last - top));
  };
}

/**
 * LinearLR before another schedule (SequentialLR): 1/n, 2/n … n/n of its first learning rate in n steps; then the
 * schedule, for the steps that are left.
 */
export function withWarmup(schedule: Schedule, steps: number): Schedule {
  requireType('withWarmup: schedule', schedule, 'function');
  requireWhole('withWarmup: steps', steps, { least: 0 });
  return (step, totalSteps) => {
    const left = Math.max(1, totalSteps - steps);
    return step < steps ? (schedule(0, left) * (step + 1)) / steps : schedule(step - steps, left);
  };
}

/** A schedule that was laid out for so many steps, however many a training has: behind them it stays at its last rate. */
export function laidOutFor(schedule: Schedule, steps: number): Schedule {
  return (step) => schedule(Math.min(step, steps - 1), steps);
}

/** From `start` at 0 to `end` at 1 along half a cosine. */
function anneal(start: number, end: number, fraction: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * fraction))) / 2;
}
