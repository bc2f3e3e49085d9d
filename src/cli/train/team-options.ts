// Options of a training that several processes share.
import type { z } from 'zod';
import { choice, flag, path, wholeNumber } from '../options/option-values.ts';
import { option } from '../options/options.ts';

export const rateScalings = ['linear', 'sqrt'] as const;
export type RateScaling = (typeof rateScalings)[number];

/** What is for several processes alone. */
export const onlyForTeams = ['mpi', 'scaleLr', 'syncBatchNorm', 'collectiveTimeout', 'checkEvery'] as const;

export const teamOptions = {
  distributed: option(
    '--distributed <name>',
    'train in the processes that a launcher of MPI started (mpirun, srun): mpi, or auto, where there is one; none: by itself',
    choice(['auto', 'mpi', 'none']).default('auto'),
  ),
  mpi: option(
    '--mpi <file>',
    "MPI's library (default: the one that fits the launcher, searched in the usual places)",
    path('a file').optional(),
  ),
  scaleLr: option(
    '--scale-lr <name>',
    `multiply the learning rate by the number of processes: ${rateScalings.join(', ')} (its root); needs --warmup`,
    choice(rateScalings).optional(),
  ),
  syncBatchNorm: option(
    '--sync-batch-norm',
    "batch normalisations count the images of all processes, and wait for them at each; without it, each process's own",
    flag(),
  ),
  collectiveTimeout: option(
    '--collective-timeout <seconds>',
    'how long processes wait for one of them before all end',
    wholeNumber({ least: 1, most: 86400 }).default(300),
  ),
  checkEvery: option(
    '--check-every <steps>',
    "steps between two comparisons of the processes' weights",
    wholeNumber({ least: 1 }).default(100),
  ),
};

export type TeamOptions = z.output<z.ZodObject<typeof teamOptions>>;

/** The learning rate for so many processes. */
export function scaledRate(rate: number, scaling: RateScaling, processes: number): number {
  return rate * (scaling === 'linear' ? processes : Math.sqrt(processes));
}
