// The graphs that a run needs, from a model: a training step, an evaluation step, a prediction.
import { ModelError } from '../errors/model-error.ts';
import { requireShape, requireType } from '../errors/require-option.ts';
import type { Graph } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import { add } from '../nn/functional.ts';
import { Loss } from '../nn/loss.ts';
import { Module } from '../nn/module.ts';
import type { Mode, Tensor } from '../nn/tensor.ts';
import { differentiate, gradientName } from './gradient.ts';
import { formulaOf, leaveInterim } from './interim.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { requireFittingPatterns } from './optimizers/parameter-groups.ts';
import { watchOverflow } from './overflow-watch.ts';
import { optimize } from './passes/optimize.ts';
import { Trace } from './trace.ts';
import { updateGraph } from './update-graph.ts';

/** Names of the graphs' data inputs and outputs. */
export const imagesName = 'images';
/** Name of the graphs' input of labels, int32 [N]. */
export const labelsName = 'labels';

/** A model and what it is to be taught by. */
export interface Supervision {
  readonly model: Module;
  readonly loss: Loss;
  /** [N, C, H, W] */
  readonly imageShape: Shape;
}

/** Whether a step is watched for numbers that overflow. */
export interface WatchOptions {
  /** Adds the measures that tell whether a value may have overflowed. Default false. */
  readonly watch?: boolean;
}

/** A training step as two graphs. What is learned changes in the second alone. */
export interface TrainingStep {
  /** images, labels → loss (the sum over the batch), weight (what makes a mean of it), correct; leaves sums of gradients. */
  readonly compute: Graph;
  /** learningRate, gradientScale and the optimizer's own numbers (see `updateInputs`) → nothing; updates what is learned by what was left. */
  readonly update: Graph;
}

/** A step that moves the learned parameters. @throws OptionError for a pattern in the optimizer's groups that fits none of them */
export function trainingStep(
  supervision: Supervision & { readonly optimizer: Optimizer },
  options: WatchOptions = {},
): TrainingStep {
  const { model, optimizer } = supervision;
  requireFittingPatterns(
    optimizer,
    [...model.namedParameters()].map(([name]) => name),
  );
  const forward = watched(trainingForward(supervision), options);
  const differentiated = differentiate(forward, { frozen: model.frozenNames });
  const learned = [...model.namedParameters()].flatMap(([name, { shape }]) =>
    differentiated.outputs.has(gradientName(name)) ? [{ name, shape }] : [],
  );
  // Buffers that are updated alike lie together.
  const buffers = [...forward.updates]
    .map(([name, node]) => ({ name, shape: node.shape, formula: formulaOf(node) }))
    .sort((a, b) => (a.formula < b.formula ? -1 : Number(a.formula > b.formula)));
  const names = learned.map(({ name }) => name);
  return {
    compute: optimize(leaveInterim(differentiated, names)),
    update: optimize(updateGraph(learned, buffers, optimizer)),
  };
}

/** The forward pass of a training step: images, labels → loss, weight, correct; updates buffers. */
export function trainingForward(supervision: Supervision): Graph {
  return optimize(traceSupervised('compute', supervision, 'training'));
}

/** images, labels → loss (the sum over the batch), weight, correct, and a `gradient.…` for each parameter that is learned. */
export function gradientStep(supervision: Supervision): Graph {
  const forward = { ...trainingForward(supervision), name: 'gradientStep', updates: new Map() };
  return optimize(differentiate(forward, { frozen: supervision.model.frozenNames }));
}

/** images, labels → loss (the sum over the batch), weight (what makes a mean of it), correct (how many predictions were right). */
export function evaluationStep(supervision: Supervision, options: WatchOptions = {}): Graph {
  return watched(optimize(traceSupervised('evaluationStep', supervision, 'evaluation')), options);
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

function traceSupervised(name: string, { model, loss, imageShape }: Supervision, mode: Mode): Graph {
  requireType('model', model, Module);
  requireType('loss', loss, Loss);
  requireShape('imageShape', imageShape);
  const trace = new Trace(
    new Map([
      ['', model],
      ['loss', loss],
    ]),
    mode,
  );
  const images = trace.input(imagesName, 'data', { shape: imageShape, dtype: 'float32' });
  const labels = trace.input(labelsName, 'data', { shape: [imageShape[0]], dtype: 'int32' });
  const logits = model.call(images);
  const ownLoss = loss.call(logits, labels);
  const total = trace.auxiliaries.reduce(
    (sum, { logits: inner, weight }) => add(sum, times(loss.call(inner, labels), weight)),
    ownLoss,
  );
  return trace.build(name, { loss: total, weight: loss.weight(labels), correct: countCorrect(logits, labels) });
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

function times(x: Tensor, factor: number): Tensor {
  return x.tracer.apply('scale', { factor }, [x]);
}

function countCorrect(logits: Tensor, labels: Tensor): Tensor {
  return logits.tracer.apply('countCorrect', {}, [logits, labels]);
}
