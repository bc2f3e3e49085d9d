// Convolution and its adjoints: one walk over all products, three things to do with each.
import type { ConvolutionAttrs } from '../../graph/op-attrs.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import type { Kernel } from './kernel.ts';

/** Calls `visit` with the flat indices of each (output, input, weight) triple that is multiplied. */
function forEachProduct(
  [n, channels, h, v]: Shape,
  [k, c, r, s]: Shape,
  [, , p, q]: Shape,
  { stride, padding, dilation = [1, 1], groups = 1 }: ConvolutionAttrs,
  visit: (yIndex: number, xIndex: number, wIndex: number) => void,
): void {
  for (let image = 0; image < n; image++) {
    for (let filter = 0; filter < k; filter++) {
      for (let row = 0; row < p; row++) {
        for (let column = 0; column < q; column++) {
          const yIndex = ((image * k + filter) * p + row) * q + column;
          const firstChannel = Math.floor((filter * groups) / k) * c;
          for (let channel = 0; channel < c; channel++) {
            for (let tapRow = 0; tapRow < r; tapRow++) {
              const inputRow = row * stride[0] + tapRow * dilation[0] - padding[0];
              if (inputRow < 0 || inputRow >= h) continue;
              for (let tapColumn = 0; tapColumn < s; tapColumn++) {
                const inputColumn = column * stride[1] + tapColumn * dilation[1] - padding[1];
                if (inputColumn < 0 || inputColumn >= v) continue;
                const xIndex = ((image * channels + firstChannel + channel) * h + inputRow) * v + inputColumn;
                visit(yIndex, xIndex, ((filter * c + channel) * r + tapRow) * s + tapColumn);
              }
            }
          }
        }
      }
    }
  }
}

export const conv2d: Kernel<'conv2d'> = ({ shape, inputs: [xNode, wNode], attrs }, [x, w, b]) => {
  const [, k, p, q] = shape;
  const y = new Float64Array(sizeOf(shape));
  if (b !== undefined) for (let index = 0; index < y.length; index++) y[index] = b[Math.floor(index / (p * q)) % k];
  forEachProduct(xNode.shape, wNode.shape, shape, attrs, (yIndex, xIndex, wIndex) => {
    y[yIndex] += x[xIndex] * w[wIndex];
  });
  return y;
};

export const conv2dInputGradient: Kernel<'conv2dInputGradient'> = (node, [dy, w]) => {
  const [dyNode, wNode] = node.inputs;
  const dx = new Float64Array(sizeOf(node.shape));
  forEachProduct(node.shape, wNode.shape, dyNode.shape, node.attrs, (yIndex, xIndex, wIndex) => {
    dx[xIndex] += dy[yIndex] * w[wIndex];
  });
  return dx;
};

export const conv2dWeightGradient: Kernel<'conv2dWeightGradient'> = (node, [x, dy]) => {
  const [xNode, dyNode] = node.inputs;
  const dw = new Float64Array(sizeOf(node.shape));
  forEachProduct(xNode.shape, node.shape, dyNode.shape, node.attrs, (yIndex, xIndex, wIndex) => {
    dw[wIndex] += dy[yIndex] * x[xIndex];
  });
  return dw;
};
