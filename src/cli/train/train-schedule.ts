// The schedules by the names that the command line has for them.
import {
  constant,
  cosine,
  laidOutFor,
  oneCycle,
  type Schedule,
  stepDecay,
  withWarmup,
} from '../../training/schedule.ts';

const schedules = { constant, step: stepDecay, cosine, 'one-cycle': oneCycle } as const;

export type ScheduleName = keyof typeof schedules;
export const scheduleNames = Object.keys(schedules) as readonly ScheduleName[];

/** Whether its rates depend on how many steps the training has. */
export function hasLength(name: ScheduleName): boolean {
  return name !== 'constant';
}

/**
 * @param warmup steps; 0 for none
 * @param steps that it is laid out for; default: those of the training
 */
export function createSchedule(
  name: ScheduleName,
  learningRate: number,
  { warmup, steps }: { readonly warmup: number; readonly steps: number | undefined },
): Schedule {
  const schedule = withWarmup(schedules[name](learningRate), warmup);
  return steps === undefined ? schedule : laidOutFor(schedule, steps);
}
