// A sum of several tensors: one pass over those that are there, to which convolutions add their results as they write.
import type { Node } from '../../../graph/node.ts';
import type { Value } from '../plan/block.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import { layoutOf } from './layout-of.ts';

export function sum(builder: ProgramBuilder, node: Node, terms: readonly Node[]): void {
  const { accumulated } = builder.fusions;
  const total = sumOfPresent(
    builder,
    node,
    terms.filter((term) => !accumulated.has(term)),
  );
  for (const term of terms) if (accumulated.has(term)) accumulate(builder, term, total);
  builder.begin(node);
  builder.define(node, total);
}

/** The sum of the terms that are computed already, in memory that more can be added to. */
function sumOfPresent(builder: ProgramBuilder, node: Node, terms: readonly Node[]): Value {
  const first = builder.readDense(terms[0]);
  if (terms.length === 1 && builder.canOverwrite(terms[0])) return first;
  const y = builder.place(node, first.layout);
  if (terms.length === 1) {
    builder.reorder(first, y);
    return y;
  }
  const xs = terms.map((term) => builder.readAs(term, first.layout));
  const layouts = { xs: xs.map(({ layout }) => layout), y: first.layout };
  const options = { scales: xs.map(() => 1) };
  builder.emit('sum', builder.abi.sum(layouts, options, builder.oneDnn.plainAttributes), { xs, y });
  return y;
}

/** dx += the 1×1 convolution of dy with the transposed weights. */
function accumulate(builder: ProgramBuilder, gradient: Node, dx: Value): void {
  const { abi, oneDnn } = builder;
  const [dy, w] = gradient.inputs;
  const [filters, channels] = w.shape;
  const primitive = abi.convolution(
    { x: builder.any(dy.shape), w: builder.any([channels, filters, 1, 1]), b: undefined, y: dx.layout },
    { propagation: 'training', algorithm: 'direct', window: { stride: [1, 1], padding: [0, 0] } },
    oneDnn.attributes([{ kind: 'sum', scale: 1 }]),
  );
  builder.begin(gradient);
  const weights = builder.read(w);
  const transposed = builder.temporary(layoutOf(builder, primitive, 'w'));
  builder.reorder({ ...weights, layout: abi.transposedLayout(weights.layout) }, transposed);
  const x = builder.readAs(dy, layoutOf(builder, primitive, 'x'));
  builder.emit('convolution input gradient', primitive, { x, w: transposed, y: dx });
}
