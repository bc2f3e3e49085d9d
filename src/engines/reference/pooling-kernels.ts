// Pooling and its gradients: one walk over windows, taps in row-major order.
import type { AveragePoolAttrs, PoolAttrs } from '../../graph/op-attrs.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { windowCounts } from '../../ops/average-pool2d.ts';
import type { Kernel } from './kernel.ts';

/** Calls `visit` for each window with its flat output index and the flat input indices inside the image. */
function forEachWindow(
  [n, c, h, w]: Shape,
  [, , p, q]: Shape,
  { kernel, stride, padding }: PoolAttrs,
  visit: (yIndex: number, taps: readonly number[]) => void,
): void {
  for (let plane = 0; plane < n * c; plane++) {
    for (let row = 0; row < p; row++) {
      for (let column = 0; column < q; column++) {
        const taps: number[] = [];
        for (let r = 0; r < kernel[0]; r++) {
          const inputRow = row * stride[0] + r - padding[0];
          if (inputRow < 0 || inputRow >= h) continue;
          for (let s = 0; s < kernel[1]; s++) {
            const inputColumn = column * stride[1] + s - padding[1];
            if (inputColumn >= 0 && inputColumn < w) taps.push((plane * h + inputRow) * w + inputColumn);
          }
        }
        visit((plane * p + row) * q + column, taps);
      }
    }
  }
}

/** Index of the first maximum; a NaN counts as one, so that a diverged run shows. */
function firstMaximum(x: Float64Array, taps: readonly number[]): number {
  return taps.reduce((best, tap) => (x[tap] > x[best] || Number.isNaN(x[tap]) ? tap : best));
}

export const maxPool2d: Kernel<'maxPool2d'> = ({ shape, inputs: [xNode], attrs }, [x]) => {
  const y = new Float64Array(sizeOf(shape));
  forEachWindow(xNode.shape, shape, attrs, (yIndex, taps) => {
    y[yIndex] = x[firstMaximum(x, taps)];
  });
  return y;
};

export const maxPool2dGradient: Kernel<'maxPool2dGradient'> = ({ shape, inputs: [, , dyNode], attrs }, [x, , dy]) => {
  const dx = new Float64Array(sizeOf(shape));
  forEachWindow(shape, dyNode.shape, attrs, (yIndex, taps) => {
    dx[firstMaximum(x, taps)] += dy[yIndex];
  });
  return dx;
};

/** The elements that count, window by window of one plane. */
function countsOfPlane(attrs: AveragePoolAttrs, [, , h, w]: Shape, [, , p, q]: Shape): readonly number[] {
  const { rows, columns } = windowCounts(attrs, [h, w], [p, q]);
  return rows.flatMap((row) => columns.map((column) => row * column));
}

export const averagePool2d: Kernel<'averagePool2d'> = ({ shape, inputs: [xNode], attrs }, [x]) => {
  const y = new Float64Array(sizeOf(shape));
  const counts = countsOfPlane(attrs, xNode.shape, shape);
  forEachWindow(xNode.shape, shape, attrs, (yIndex, taps) => {
    y[yIndex] = taps.reduce((sum, tap) => sum + x[tap], 0) / counts[yIndex % counts.length];
  });
  return y;
};

export const averagePool2dGradient: Kernel<'averagePool2dGradient'> = ({ shape, inputs: [dyNode], attrs }, [dy]) => {
  const dx = new Float64Array(sizeOf(shape));
  const counts = countsOfPlane(attrs, shape, dyNode.shape);
  forEachWindow(shape, dyNode.shape, attrs, (yIndex, taps) => {
    for (const tap of taps) dx[tap] += dy[yIndex] / counts[yIndex % counts.length];
  });
  return dx;
};
