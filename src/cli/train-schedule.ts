// The schedules by the names that the command line has for them.
import { constant, cosine, oneCycle, type Schedule, stepDecay, withWarmup } from '../training/schedule.ts';

const schedules = { constant, step: stepDecay, cosine, 'one-cycle': oneCycle } as const;

export type ScheduleName = keyof typeof schedules;
export const scheduleNames = Object.keys(schedules) as readonly ScheduleName[];

/** @param warmup steps; 0 for none */
export function createSchedule(name: ScheduleName, learningRate: number, warmup: number): Schedule {
  return withWarmup(schedules[name](learningRate), warmup);
}
