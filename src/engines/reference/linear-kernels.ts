// Fully connected layer and its gradients.
import type { Kernel } from './kernel.ts';

export const linear: Kernel<'linear'> = ({ shape: [n, k], inputs: [xNode] }, [x, w, b]) => {
  const c = xNode.shape[1];
  const y = new Float64Array(n * k);
  for (let row = 0; row < n; row++) {
    for (let output = 0; output < k; output++) {
      let sum = b?.[output] ?? 0;
      for (let input = 0; input < c; input++) sum += x[row * c + input] * w[output * c + input];
      y[row * k + output] = sum;
    }
  }
  return y;
};

export const linearInputGradient: Kernel<'linearInputGradient'> = ({ shape: [n, c], inputs: [dyNode] }, [dy, w]) => {
  const k = dyNode.shape[1];
  const dx = new Float64Array(n * c);
  for (let row = 0; row < n; row++) {
    for (let output = 0; output < k; output++) {
      for (let input = 0; input < c; input++) dx[row * c + input] += dy[row * k + output] * w[output * c + input];
    }
  }
  return dx;
};

export const linearWeightGradient: Kernel<'linearWeightGradient'> = ({ shape: [k, c], inputs: [xNode] }, [x, dy]) => {
  const dw = new Float64Array(k * c);
  for (let row = 0; row < xNode.shape[0]; row++) {
    for (let output = 0; output < k; output++) {
      for (let input = 0; input < c; input++) dw[output * c + input] += dy[row * k + output] * x[row * c + input];
    }
  }
  return dw;
};
