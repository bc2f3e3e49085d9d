// The graphs that a run needs, from a model: a training step, an evaluation step, a prediction.
import { ModelError } from '../errors/model-error.ts';
import { requireShape, requireType } from '../errors/require-option.ts';
import type { Graph } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import { Module } from '../nn/module.ts';
import type { Tensor } from '../nn/tensor.ts';
import { differentiate } from './gradient.ts';
import { applyOptimizer, type Optimizer } from './optimizer.ts';
import { watchOverflow } from './overflow-watch.ts';
import { optimize } from './passes/optimize.ts';
import { Trace } from './trace.ts';

/** Names of the graphs' data inputs and outputs. */
export const imagesName = 'images';
/** Name of the graphs' input of labels, int32 [N]. */
export const labelsName = 'labels';

/** A model and what it is to be taught by. */
export interface Supervision {
  readonly model: Module;
  readonly loss: Module;
  /** [N, C, H, W] */
  readonly imageShape: Shape;
}

/** Whether a step is watched for numbers that overflow. */
export interface WatchOptions {
  /** Adds the measures that tell whether a value may have overflowed. Default false. */
  readonly watch?: boolean;
}

/** images, labels, learningRate → loss, correct; updates the parameters that are learned, and optimizer state. */
export function trainingStep(
  supervision: Supervision & { readonly optimizer: Optimizer },
  options: WatchOptions = {},
): Graph {
  const forward = watched(optimize(traceSupervised('trainingStep', supervision)), options);
  const { frozenNames: frozen } = supervision.model;
  return optimize(applyOptimizer(differentiate(forward, { frozen }), supervision.optimizer));
}

/** images, labels → loss, correct, and a `gradient.…` for each parameter that is learned. */
export function gradientStep(supervision: Supervision): Graph {
  const { frozenNames: frozen } = supervision.model;
  return optimize(differentiate(optimize(traceSupervised('gradientStep', supervision)), { frozen }));
}

/** images, labels → loss (mean over the batch), correct (how many predictions were right). */
export function evaluationStep(supervision: Supervision, options: WatchOptions = {}): Graph {
  return watched(optimize(traceSupervised('evaluationStep', supervision)), options);
}

/**
 * images → logits, and what the modules at `activations` return, each an output named by the module's path.
 * @throws ModelError for a path that is not of a module which is called once
 */
export function prediction(
  model: Module,
  imageShape: Shape,
  activations: readonly string[] = [],
  options: WatchOptions = {},
): Graph {
  requireType('model', model, Module);
  requireShape('imageShape', imageShape);
  const trace = new Trace(new Map([['', model]]));
  const logits = model.call(trace.input(imagesName, 'data', { shape: imageShape, dtype: 'float32' }));
  // As outputs from the start: then no pass removes them or moves them behind another operation.
  const outputs = activations.map((path) => [path, outputOf(trace, path)] as const);
  return watched(optimize(trace.build('prediction', { ...Object.fromEntries(outputs), logits })), options);
}

function watched(forward: Graph, { watch = false }: WatchOptions): Graph {
  return watch ? watchOverflow(forward) : forward;
}

function traceSupervised(name: string, { model, loss, imageShape }: Supervision): Graph {
  requireType('model', model, Module);
  requireType('loss', loss, Module);
  requireShape('imageShape', imageShape);
  const trace = new Trace(
    new Map([
      ['', model],
      ['loss', loss],
    ]),
  );
  const images = trace.input(imagesName, 'data', { shape: imageShape, dtype: 'float32' });
  const labels = trace.input(labelsName, 'data', { shape: [imageShape[0]], dtype: 'int32' });
  const logits = model.call(images);
  return trace.build(name, { loss: loss.call(logits, labels), correct: countCorrect(logits, labels) });
}

function outputOf({ calls }: Trace, path: string): Tensor {
  const [call, ...more] = calls.filter((other) => other.path === path);
  const fail = (problem: string, hint: string): never => {
    throw new ModelError(`activation '${path}': ${problem}`, { hint });
  };
  if (path === '') return fail('is the model itself', 'its output is the logits');
  if (path === imagesName || path === 'logits') {
    return fail('has the name of an input or output of every prediction', 'give the module another name');
  }
  if (call === undefined) {
    const known = calls.slice(1, 4).map((other) => other.path);
    return fail('no module of this path is called', `give the path of one that is, such as ${known.join(', ')}`);
  }
  if (more.length > 0)
    return fail(`is called ${more.length + 1} times`, 'give the paths of modules that are called once');
  return call.output;
}

function countCorrect(logits: Tensor, labels: Tensor): Tensor {
  return logits.tracer.apply('countCorrect', {}, [logits, labels]);
}
