// The graphs that a training runs, of one model and one size of batch.
import { ofAverages } from '../compile/averages.ts';
import { accumulating } from '../compile/interim.ts';
import type { Optimizer } from '../compile/optimizers/optimizer.ts';
import {
  evaluationStep,
  type Supervision,
  type TrainingStep,
  trainingForward,
  trainingStep,
  type WatchOptions,
} from '../compile/programs.ts';
import type { Graph } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import type { Loss } from '../nn/loss.ts';
import type { Module } from '../nn/module.ts';
import type { Ranks } from './ranks.ts';

export interface StepOptions {
  readonly model: Module;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** The largest norm of all gradients together; default: any. */
  readonly clipNorm?: number;
  /** Decay of the averages that evaluations read. Default: evaluations read the weights. */
  readonly emaDecay?: number;
  /** Shape of one image: [C, H, W]. */
  readonly imageShape: Shape;
  /** Size of the most common batch, whose program decides what the store holds. */
  readonly batchSize: number;
  /** Size of an epoch's last batch; 0 for none of its images. Default: as the others. */
  readonly lastBatchSize?: number;
  /** Those that train together. Default: this one alone. */
  readonly ranks?: Ranks;
  /** Whether batch normalisations count the images of all ranks. Default false: those of their own. */
  readonly syncBatchNorm?: boolean;
}

export type StepKind = 'compute' | 'accumulate' | 'evaluation';

const watch = { watch: true };

/** Whether ranks meet within a step: for statistics of the images of all. */
export function isStaged({ syncBatchNorm = false, ranks }: StepOptions): boolean {
  return syncBatchNorm && ranks?.isAlone === false;
}

export function stepGraphs(batchSize: number, options: StepOptions): TrainingStep {
  return trainingStep({ ...supervisionOf(batchSize, options), optimizer: options.optimizer }, watch);
}

export function programGraph(kind: StepKind, batchSize: number, options: StepOptions): Graph {
  if (kind === 'evaluation') return evaluationGraph(batchSize, options, watch);
  const { compute } = stepGraphs(batchSize, options);
  return kind === 'compute' ? compute : accumulating(compute);
}

/** Its forward pass alone, as a rank has it by itself. */
export function forwardGraph(kind: StepKind, batchSize: number, options: StepOptions): Graph {
  if (kind === 'evaluation') return evaluationGraph(batchSize, options);
  return trainingForward(supervisionOf(batchSize, options));
}

function evaluationGraph(batchSize: number, options: StepOptions, watching?: WatchOptions): Graph {
  const graph = evaluationStep(supervisionOf(batchSize, options), watching);
  return options.emaDecay === undefined ? graph : ofAverages(graph);
}

function supervisionOf(batchSize: number, { model, loss, imageShape }: StepOptions): Supervision {
  return { model, loss, imageShape: [batchSize, ...imageShape] };
}
