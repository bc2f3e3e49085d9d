// Joining along an axis, and its adjoint: cutting. `padSlice` is the adjoint of the cut: zeros around it.
import type { OpDefinition } from '../graph/op-definition.ts';
import { union } from '../graph/value-range.ts';

export const concat: OpDefinition<'concat'> = {
  operands: ['x', '…'],

  infer({ attrs: { axis }, inputs, fail }) {
    const [first, ...rest] = inputs;
    if (first === undefined) return fail('needs at least one operand');
    if (axis < 0 || axis >= first.shape.length) fail(`axis ${axis} is not within the operands`);
    for (const other of rest) {
      const fits =
        other.shape.length === first.shape.length &&
        other.shape.every((length, index) => index === axis || length === first.shape[index]);
      if (!fits)
        fail(`operands differ outside axis ${axis}`, 'paths that are joined must keep the same rows and columns');
    }
    const total = inputs.reduce((sum, input) => sum + input.shape[axis], 0);
    return { shape: first.shape.with(axis, total), dtype: first.dtype };
  },

  range: (_, ranges) => union(ranges),

  gradient({ graph, node, dy }) {
    const { axis } = node.attrs;
    let end = 0;
    return node.inputs.map((input) => {
      const start = end;
      end += input.shape[axis];
      return graph.add('slice', { axis, start, end }, [dy]);
    });
  },
};

export const slice: OpDefinition<'slice'> = {
  operands: ['x'],

  infer({ attrs: { axis, start, end }, inputs: [x], fail }) {
    if (axis < 0 || axis >= x.shape.length) fail(`axis ${axis} is not within the operand`);
    if (!(start >= 0 && start < end && end <= x.shape[axis])) {
      fail(`[${start}, ${end}) is not within axis ${axis} of length ${x.shape[axis]}`);
    }
    return { shape: x.shape.with(axis, end - start), dtype: x.dtype };
  },

  range: (_, [x]) => x,

  gradient: ({ graph, node: { attrs, inputs }, dy }) => [
    graph.add('padSlice', { axis: attrs.axis, start: attrs.start, inputShape: inputs[0].shape }, [dy]),
  ],
};

export const padSlice: OpDefinition<'padSlice'> = {
  operands: ['dy'],
  infer: ({ attrs, inputs: [dy] }) => ({ shape: attrs.inputShape, dtype: dy.dtype }),
};
