// What oneDNN does in one primitive where the graph has several nodes, found before anything is lowered.
import { countUses, type Graph } from '../../../graph/graph.ts';
import type { Node, NodeOf } from '../../../graph/node.ts';

export interface Fusions {
  /** Convolution, linear layer or normalisation → the ReLU that it applies to its own result. */
  readonly activations: ReadonlyMap<Node, NodeOf<'relu'>>;
  /** Gradient of weights → the bias gradient that comes out of the same primitive. */
  readonly biasGradients: ReadonlyMap<Node, NodeOf<'channelSum'>>;
  /** Last addition of a chain → all its terms. */
  readonly sums: ReadonlyMap<Node, readonly Node[]>;
  /** Terms of sums that are added to the sum of the other terms, without a pass of their own. */
  readonly accumulated: ReadonlySet<Node>;
  /** ReLU gradient of one path of a concatenation → the whole that is masked at once. */
  readonly wholeMasks: ReadonlyMap<Node, WholeMask>;
  /** Batch normalisation → the nodes of its statistics, which come out of it. */
  readonly statistics: ReadonlyMap<Node, BatchStatistics>;
  /** The first of a batch normalisation's gradients → all of them, which one primitive computes. */
  readonly normGradients: ReadonlyMap<Node, NormGradients>;
  /** Nodes that need no primitive of their own. */
  readonly absorbed: ReadonlySet<Node>;
  readonly uses: ReadonlyMap<Node, number>;
}

/** `reluGradient(yᵢ, slice(dy))` for the paths yᵢ of y = concat(…) is a slice of `reluGradient(y, dy)`. */
export interface WholeMask {
  readonly y: NodeOf<'concat'>;
  readonly dy: Node;
  readonly slice: NodeOf<'slice'>;
}

export interface BatchStatistics {
  readonly mean?: Node;
  readonly variance?: Node;
}

/** The gradients that are computed from the x and dy of one normalisation. */
export interface NormGradients {
  /** Undefined if the normalisation itself is not in the graph. */
  readonly forward: NodeOf<'batchNorm'> | undefined;
  readonly x: Node;
  /** Gradient of the output, behind the ReLU if the normalisation has one. */
  readonly dy: Node;
  /** How many of these gradients use `dy`. */
  readonly readers: number;
  readonly input?: NodeOf<'batchNormInputGradient'>;
  readonly weight?: NodeOf<'batchNormWeightGradient'>;
  readonly bias?: NodeOf<'channelSum'>;
}

/** @param nodes the nodes of the graph that are lowered one by one */
export function findFusions(graph: Graph, nodes: readonly Node[]): Fusions {
  const uses = countUses(graph);
  const isUsedOnce = (node: Node) => uses.get(node) === 1;
  const activations = new Map<Node, NodeOf<'relu'>>();
  const biasGradients = new Map<Node, NodeOf<'channelSum'>>();
  const sums = new Map<Node, readonly Node[]>();
  const absorbed = new Set<Node>();

  const weightGradients = new Map<Node, Node>();
  for (const node of nodes) {
    if (node.op === 'conv2dWeightGradient' || node.op === 'linearWeightGradient') {
      weightGradients.set(node.inputs[1], node);
    }
  }
  for (const node of nodes) {
    if (node.op === 'relu') {
      const [x] = node.inputs;
      if (takesRelu(x) && isUsedOnce(x)) {
        activations.set(x, node);
        absorbed.add(node);
      }
    }
    if (node.op === 'channelSum' && node.attrs.axis === 1) {
      const weightGradient = weightGradients.get(node.inputs[0]);
      if (weightGradient !== undefined && weightGradient.id < node.id && !biasGradients.has(weightGradient)) {
        biasGradients.set(weightGradient, node);
        absorbed.add(node);
      }
    }
    if (isPlainAddition(node)) {
      const terms = node.inputs.flatMap((input) => {
        const inner = sums.get(input);
        if (inner === undefined || !isUsedOnce(input)) return [input];
        sums.delete(input);
        absorbed.add(input);
        return inner;
      });
      sums.set(node, terms);
    }
  }
  const accumulated = findAccumulated(sums, isUsedOnce);
  for (const node of accumulated) absorbed.add(node);
  const statistics = findStatistics(nodes);
  for (const { mean, variance } of statistics.values()) {
    for (const node of [mean, variance]) if (node !== undefined) absorbed.add(node);
  }
  const free = nodes.filter((node) => !absorbed.has(node));
  const { normGradients, masks } = findNormGradients(free, activations, uses);
  for (const [first, { input, weight, bias }] of normGradients) {
    for (const node of [input, weight, bias]) if (node !== undefined && node !== first) absorbed.add(node);
  }
  for (const node of masks) absorbed.add(node);
  const wholeMasks = findWholeMasks(
    nodes.filter((node) => !masks.has(node)),
    isUsedOnce,
  );
  for (const { slice } of wholeMasks.values()) absorbed.add(slice);
  return { activations, biasGradients, sums, accumulated, wholeMasks, statistics, normGradients, absorbed, uses };
}

/**
 * The input gradient of a 1×1 convolution is itself a 1×1 convolution, of dy with transposed weights, and forward
 * convolutions can add to what their result's memory holds. At least one term of a sum must be computed before.
 */
function findAccumulated(
  sums: ReadonlyMap<Node, readonly Node[]>,
  isUsedOnce: (node: Node) => boolean,
): ReadonlySet<Node> {
  const accumulated = new Set<Node>();
  for (const terms of sums.values()) {
    const found = terms.filter((term) => isUsedOnce(term) && isPointwiseInputGradient(term));
    for (const term of found.length < terms.length ? found : found.slice(1)) accumulated.add(term);
  }
  return accumulated;
}

function isPointwiseInputGradient(node: Node): node is NodeOf<'conv2dInputGradient'> {
  if (node.op !== 'conv2dInputGradient') return false;
  const { stride, padding, groups = 1 } = node.attrs;
  return (
    [...node.inputs[1].shape.slice(2), ...stride, groups].every((length) => length === 1) &&
    padding.every((p) => p === 0)
  );
}

/** Whether it adds two tensors of one shape. */
function isPlainAddition(node: Node): boolean {
  return node.op === 'add' && node.inputs[0].shape.join() === node.inputs[1].shape.join();
}

function findWholeMasks(nodes: readonly Node[], isUsedOnce: (node: Node) => boolean): Map<Node, WholeMask> {
  const concats = new Map<Node, NodeOf<'concat'>>();
  for (const node of nodes) {
    if (node.op === 'concat') for (const path of node.inputs) concats.set(path, node);
  }
  const masks = new Map<Node, WholeMask>();
  for (const node of nodes) {
    if (node.op !== 'reluGradient') continue;
    const [path, slice] = node.inputs;
    const y = concats.get(path);
    if (y === undefined || slice.op !== 'slice' || !isUsedOnce(slice)) continue;
    const [dy] = slice.inputs;
    const { axis, start } = slice.attrs;
    const fits = dy.shape.join() === y.shape.join() && axis === y.attrs.axis && start === startOf(path, y);
    if (fits && slice.shape[axis] === path.shape[axis]) masks.set(node, { y, dy, slice });
  }
  return masks;
}

/** Where a path begins on the concatenation's axis. */
function startOf(path: Node, { inputs, attrs: { axis } }: NodeOf<'concat'>): number {
  return inputs.slice(0, inputs.indexOf(path)).reduce((sum, { shape }) => sum + shape[axis], 0);
}

function takesRelu(node: Node): boolean {
  if (node.op === 'channelAffine') return node.attrs.axis === 1 && node.shape.length === 4;
  return node.op === 'conv2d' || node.op === 'linear' || node.op === 'batchNorm';
}

function findStatistics(nodes: readonly Node[]): ReadonlyMap<Node, BatchStatistics> {
  const of = <K extends 'batchMean' | 'batchVariance'>(op: K) =>
    new Map(nodes.flatMap((node) => (node.op === op ? [[node.inputs[0], node] as const] : [])));
  const [means, variances] = [of('batchMean'), of('batchVariance')];
  const found = new Map<Node, BatchStatistics>();
  for (const node of nodes) {
    if (node.op !== 'batchNorm') continue;
    const [x] = node.inputs;
    const [mean, variance] = [means.get(x), variances.get(x)];
    means.delete(x);
    variances.delete(x);
    found.set(node, { ...(mean === undefined ? {} : { mean }), ...(variance === undefined ? {} : { variance }) });
  }
  return found;
}

/** The gradients of each normalisation, and the gradients of ReLUs that are part of one. */
function findNormGradients(
  nodes: readonly Node[],
  activations: ReadonlyMap<Node, NodeOf<'relu'>>,
  uses: ReadonlyMap<Node, number>,
) {
  const keyOf = (x: Node, epsilon: number) => `${x.id} ${epsilon}`;
  const forwards = new Map<string, NodeOf<'batchNorm'>>();
  /** Bias gradients by dy. If there are several equal sums, each belongs to another normalisation. */
  const biases = new Map<Node, NodeOf<'channelSum'>[]>();
  for (const node of nodes) {
    if (node.op === 'batchNorm') forwards.set(keyOf(node.inputs[0], node.attrs.epsilon), node);
    if (node.op === 'channelSum' && node.attrs.axis === 1) {
      biases.set(node.inputs[0], [...(biases.get(node.inputs[0]) ?? []), node]);
    }
  }
  const groups = new Map<string, NormGradients>();
  const masks = new Set<Node>();
  for (const node of nodes) {
    if (node.op !== 'batchNormInputGradient' && node.op !== 'batchNormWeightGradient') continue;
    const [x, dy] = node.inputs;
    const key = `${keyOf(x, node.attrs.epsilon)} ${dy.id}`;
    const known = groups.get(key) ?? normGradients(node, forwards.get(keyOf(x, node.attrs.epsilon)), biases.get(dy));
    const group = node.op === 'batchNormInputGradient' ? { ...known, input: node } : { ...known, weight: node };
    groups.set(key, { ...group, readers: known.readers + 1 });
  }
  const found = new Map<Node, NormGradients>();
  for (const group of groups.values()) {
    const { forward, dy } = group;
    const relu = forward === undefined ? undefined : activations.get(forward);
    const isMasked = relu !== undefined && dy.op === 'reluGradient' && dy.inputs[0] === relu;
    const members = [group.input, group.weight, group.bias].filter((node) => node !== undefined);
    const [first] = [...members].sort((a, b) => a.id - b.id);
    if (isMasked && uses.get(dy) === group.readers) masks.add(dy);
    found.set(first, isMasked ? { ...group, dy: dy.inputs[1], readers: 1 } : group);
  }
  return { normGradients: found, masks };
}

function normGradients(
  { inputs: [x, dy, w] }: NodeOf<'batchNormInputGradient'> | NodeOf<'batchNormWeightGradient'>,
  forward: NodeOf<'batchNorm'> | undefined,
  biases: NodeOf<'channelSum'>[] | undefined,
): NormGradients {
  const isAffine = (forward?.inputs.length ?? 0) > 1 || w !== undefined;
  const bias = isAffine ? biases?.shift() : undefined;
  const own = bias === undefined ? { readers: 0 } : { bias, readers: 1 };
  return { forward, x, dy, ...own };
}
