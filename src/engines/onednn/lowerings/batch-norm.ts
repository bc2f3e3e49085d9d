// Batch normalisation with its statistics, and all of its gradients, as one primitive each; a ReLU that follows is part of
// both. By known statistics it is a scale and a shift: the library's normalisation by a mean of 0 and a variance of 1.
import type { Node, NodeOf } from '../../../graph/node.ts';
import type { NormOptions } from '../library/abi.ts';
import type { Value } from '../plan/block.ts';
import type { NormGradients } from '../plan/fusions.ts';
import type { Normalised, ProgramBuilder } from '../program-builder.ts';
import type { Lowering } from './lowering.ts';

export const batchNorm: Lowering<'batchNorm'> = (builder, node) => {
  const [x, w, b] = node.inputs;
  const { epsilon } = node.attrs;
  const relu = builder.fusions.activations.get(node);
  const options = { epsilon, isAffine: w !== undefined, hasRelu: relu !== undefined };
  const { mean, variance } = builder.fusions.statistics.get(node) ?? {};
  const result = relu ?? node;
  const scale = w === undefined ? undefined : builder.readPlain(w);
  const shift = b === undefined ? undefined : builder.readPlain(b);
  const y = builder.place(result, builder.readDense(x).layout);
  const normalised = normalise(builder, x, y, options, { mean, variance, scale, shift });
  builder.normalised.set(node, normalised);
  builder.define(result, y);
  if (mean !== undefined) builder.define(mean, normalised.mean);
  if (variance !== undefined) builder.define(variance, normalised.variance);
};

export const batchMean: Lowering<'batchMean'> = (builder, node) => {
  builder.define(node, statisticsOf(builder, node.inputs[0], { mean: node }).mean);
};

export const batchVariance: Lowering<'batchVariance'> = (builder, node) => {
  builder.define(node, statisticsOf(builder, node.inputs[0], { variance: node }).variance);
};

export const batchNormInputGradient: Lowering<'batchNormInputGradient'> = (builder, node) => {
  gradients(builder, node, node.inputs[2]);
};

export const batchNormWeightGradient: Lowering<'batchNormWeightGradient'> = (builder, node) => {
  gradients(builder, node, undefined);
};

/** The gradients that this node is the first of. */
function gradients(builder: ProgramBuilder, node: Node, w: Node | undefined): void {
  const group = builder.fusions.normGradients.get(node);
  if (group === undefined) throw new Error(`unreachable: %${node.id} is computed with another gradient`);
  const { x, input, weight, bias, readers } = group;
  const forward = forwardOf(builder, group, w);
  const { layout } = forward.x;
  const channels = builder.plain([x.shape[1]]);
  const mayOverwrite = builder.canOverwrite(group.dy, readers);
  const dy = builder.readAs(group.dy, layout);
  const dx = input === undefined ? builder.temporary(layout) : mayOverwrite ? dy : builder.place(input, layout);
  const place = (of: Node | undefined): Value | undefined => {
    if (!forward.options.isAffine) return undefined;
    return of === undefined ? builder.temporary(channels) : builder.place(of, channels);
  };
  const [dScale, dShift] = [place(weight), place(bias)];
  const primitive = builder.abi.batchNormGradient(
    { dx: layout, dy: layout, x: layout },
    { ...forward.options, forward: forward.primitive },
    builder.oneDnn.plainAttributes,
  );
  const { mean, variance, scale, workspace } = forward;
  const shift = builder.abi.asksForShift ? forward.shift : undefined;
  const operands = { x: forward.x, dy, dx, mean, variance, scale, shift, dScale, dShift, workspace };
  builder.emit('batch-norm gradient', primitive, operands);
  if (input !== undefined) builder.define(input, dx);
  if (weight !== undefined && dScale !== undefined) builder.define(weight, dScale);
  if (bias !== undefined && dShift !== undefined) builder.define(bias, dShift);
}

/** The graph's own normalisation, or, if it has none, one whose result nobody reads. */
function forwardOf(
  builder: ProgramBuilder,
  { forward, x, input, weight }: NormGradients,
  w: Node | undefined,
): Normalised {
  const known = forward === undefined ? undefined : builder.normalised.get(forward);
  if (known !== undefined) return known;
  const epsilon = (input ?? weight)?.attrs.epsilon ?? 0;
  const options = { epsilon, isAffine: weight !== undefined || w !== undefined, hasRelu: false };
  const channels = builder.plain([x.shape[1]]);
  const ones = () => builder.kept(channels, (content) => content.fill(1));
  const affine = options.isAffine
    ? { scale: w === undefined ? ones() : builder.readPlain(w), shift: builder.kept(channels) }
    : {};
  return normalise(builder, x, builder.temporary(builder.readDense(x).layout), options, affine);
}

function statisticsOf(builder: ProgramBuilder, x: Node, nodes: { mean?: Node; variance?: Node }): Normalised {
  const options = { epsilon: 1, isAffine: false, hasRelu: false };
  return normalise(builder, x, builder.temporary(builder.readDense(x).layout), options, nodes);
}

interface NormOperands {
  /** Nodes whose values are the statistics. */
  readonly mean?: Node | undefined;
  readonly variance?: Node | undefined;
  readonly scale?: Value | undefined;
  readonly shift?: Value | undefined;
}

function normalise(
  builder: ProgramBuilder,
  input: Node,
  y: Value,
  options: NormOptions,
  { scale, shift, ...statistics }: NormOperands,
): Normalised {
  const { abi, oneDnn } = builder;
  const x = builder.readDense(input);
  const { layout } = x;
  const settings = { ...options, propagation: 'training' } as const;
  const primitive = abi.batchNorm({ x: layout, y: layout }, settings, oneDnn.plainAttributes);
  const channels = builder.plain([input.shape[1]]);
  const place = (node: Node | undefined) =>
    node === undefined ? builder.temporary(channels) : builder.place(node, channels);
  const [mean, variance] = [place(statistics.mean), place(statistics.variance)];
  for (const { block } of [mean, variance]) builder.readAgain.add(block);
  const workspaceLayout = oneDnn.query(primitive, 'workspace');
  const workspace = workspaceLayout === undefined ? undefined : builder.temporary(workspaceLayout);
  builder.emit('batch norm', primitive, { x, y, mean, variance, scale, shift, workspace });
  return { primitive, options, x, mean, variance, scale, shift, workspace };
}

/** y = x·scale + shift for images, in their layout, with the ReLU behind it. */
export function affineOfImages(builder: ProgramBuilder, node: NodeOf<'channelAffine'>): void {
  const [x, scale, shift] = node.inputs;
  const relu = builder.fusions.activations.get(node);
  const result = relu ?? node;
  const channels = builder.plain([node.shape[1]]);
  const value = builder.readDense(x);
  const { layout } = value;
  const options = { epsilon: 0, isAffine: true, hasRelu: relu !== undefined, propagation: 'inference' } as const;
  const primitive = builder.abi.batchNorm({ x: layout, y: layout }, options, builder.oneDnn.plainAttributes);
  const y = builder.canOverwrite(x) ? value : builder.place(result, layout);
  builder.emit('batch norm', primitive, {
    x: value,
    y,
    mean: builder.kept(channels),
    variance: builder.kept(channels, (content) => content.fill(1)),
    scale: builder.readPlain(scale),
    shift: shift === undefined ? builder.kept(channels) : builder.readPlain(shift),
  });
  builder.define(result, y);
}
