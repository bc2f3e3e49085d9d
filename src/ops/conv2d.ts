// 2-D convolution (cross-correlation, as in every deep-learning library) and its adjoints.
//   N images · C input channels · H×W input · K filters · R×S kernel · P×Q output · stride s · padding p
//
//   y [N,K,P,Q]   y[n,k,i,j]  = b[k] + Σ c,r,t  x[n,c, i·s+r−p, j·s+t−p] · w[k,c,r,t]
//   dx [N,C,H,W]  dx[n,c,h,v] = Σ k,i,j,r,t with i·s+r−p = h, j·s+t−p = v   dy[n,k,i,j] · w[k,c,r,t]
//   dw [K,C,R,S]  dw[k,c,r,t] = Σ n,i,j  dy[n,k,i,j] · x[n,c, i·s+r−p, j·s+t−p]
//   db [K]        db[k]       = Σ n,i,j  dy[n,k,i,j]
//
// With a dilation d, r and t count for d·r and d·t where they place a tap. With G groups, w is [K, C/G, R, S] and filter k
// sees the C/G channels from ⌊k·G/K⌋·C/G on alone; G = C is the depthwise convolution.
import type { OpDefinition } from '../graph/op-definition.ts';
import { sizeOf } from '../graph/shape.ts';
import { sumOfProducts } from '../graph/value-range.ts';
import { dilatedKernel, requireImages, requireWindow } from './window.ts';

export const conv2d: OpDefinition<'conv2d'> = {
  operands: ['x', 'w', 'b?'],

  infer(context) {
    const { attrs, fail } = context;
    const [x, w, b] = context.inputs;
    const [n, c, h, v] = requireImages(context, x);
    const [k, weightChannels, r, s] = w.shape;
    const { groups = 1, dilation = [1, 1] } = attrs;
    if (w.shape.length !== 4) fail('expects weights [K, C, R, S]');
    if (![groups, ...dilation].every((count) => Number.isInteger(count) && count >= 1)) {
      fail(`groups ${groups} and dilation ${dilation} must be whole numbers of at least 1`);
    }
    if (k % groups !== 0) fail(`${k} filters cannot be divided into ${groups} groups`);
    if (weightChannels * groups !== c) {
      fail(
        `input has ${c} channels, weight expects ${weightChannels * groups}`,
        'make inChannels the channels of the layer before',
      );
    }
    if (b !== undefined && (b.shape.length !== 1 || b.shape[0] !== k)) fail(`expects a bias of ${k} elements`);
    const spatial = requireWindow(context, [h, v], dilatedKernel([r, s], attrs), attrs);
    return { shape: [n, k, ...spatial], dtype: 'float32' };
  },

  gradient({ graph, node, dy }) {
    const [x, w, b] = node.inputs;
    return [
      graph.add('conv2dInputGradient', { ...node.attrs, inputShape: x.shape }, [dy, w]),
      graph.add('conv2dWeightGradient', { ...node.attrs, weightShape: w.shape }, [x, dy]),
      ...(b === undefined ? [] : [graph.add('channelSum', { axis: 1 }, [dy])]),
    ];
  },

  multiplyAdds: (node) => multiplyAdds(node.shape, node.inputs[1].shape),
  range: ({ inputs: [, { shape }] }, [x, w, b]) => sumOfProducts(sizeOf(shape.slice(1)), x, w, b),
};

export const conv2dInputGradient: OpDefinition<'conv2dInputGradient'> = {
  operands: ['dy', 'w'],
  infer: ({ attrs }) => ({ shape: attrs.inputShape, dtype: 'float32' }),
  multiplyAdds: ({ inputs: [dy, w] }) => multiplyAdds(dy.shape, w.shape),
};

export const conv2dWeightGradient: OpDefinition<'conv2dWeightGradient'> = {
  operands: ['x', 'dy'],
  infer: ({ attrs }) => ({ shape: attrs.weightShape, dtype: 'float32' }),
  multiplyAdds: ({ inputs: [, dy], attrs }) => multiplyAdds(dy.shape, attrs.weightShape),
};

/** N·K·P·Q outputs of C/G·R·S terms each; the adjoints do the same products in another order. */
function multiplyAdds(outputShape: readonly number[], [, c, r, s]: readonly number[]): number {
  return sizeOf(outputShape) * c * r * s;
}
