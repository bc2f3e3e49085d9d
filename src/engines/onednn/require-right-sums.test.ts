import { describe, expect, it } from 'vitest';
import type { RunInputs, RunOutputs } from '../engine.ts';
import { requireRightSums } from './require-right-sums.ts';

/** The gradient of a convolution without padding, of images [2, 1, 13, 11] and weights [3, 1, 7, 7]. */
function gradient({ dy, w }: RunInputs): RunOutputs {
  const dx = new Float32Array(2 * 13 * 11);
  for (let n = 0; n < 2; n++)
    for (let k = 0; k < 3; k++)
      for (let p = 0; p < 7; p++)
        for (let q = 0; q < 5; q++)
          for (let r = 0; r < 7; r++)
            for (let s = 0; s < 7; s++) {
              dx[(n * 13 + p + r) * 11 + q + s] += dy[((n * 3 + k) * 7 + p) * 5 + q] * w[(k * 7 + r) * 7 + s];
            }
  return { dx };
}

describe('the check of a library', () => {
  it('passes what is right', () => {
    expect(() => requireRightSums((_, inputs) => gradient(inputs), 'oneDNN')).not.toThrow();
  });

  it.each([0, 142, 285])('refuses one wrong sum: element %i', (element) => {
    const wrong = (inputs: RunInputs) => {
      const { dx } = gradient(inputs);
      dx[element] -= 1;
      return { dx };
    };
    expect(() => requireRightSums((_, inputs) => wrong(inputs), 'oneDNN 3.7.2')).toThrow(
      /^oneDNN 3\.7\.2 computes wrong gradients of convolutions on this processor/,
    );
  });
});
