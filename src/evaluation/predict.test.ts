// A few images in one call, with an engine of its own or a given one.
import { describe, expect, it } from 'vitest';
import { openEngine } from '../engines/open-engine.ts';
import * as nn from '../nn/index.ts';
import { predict } from './predict.ts';

class Sum extends nn.Module {
  readonly flatten = new nn.Flatten();
  readonly head = new nn.Linear(4, 2);

  forward(x: nn.Tensor): nn.Tensor {
    return this.head.call(this.flatten.call(x));
  }
}

/** Logits: the sum of the pixels, and 0. */
function sumModel(): Sum {
  const model = new Sum();
  model.head.weight.data = Float32Array.of(1, 1, 1, 1, 0, 0, 0, 0);
  const [, [, bias]] = [...model.head.namedParameters()];
  bias.data = Float32Array.of(0, 0);
  return model;
}

const imageShape = [1, 2, 2] as const;
const images = Float32Array.of(1, 0, 0, 0, -1, -1, 0, 0);

describe('predict', () => {
  it('gives class and probabilities of each image, and leaves a given engine open', async () => {
    await using engine = await openEngine('reference');
    const model = sumModel();
    const predictions = await predict(model, images, { imageShape, engine });
    expect(predictions.map(({ classIndex }) => classIndex)).toEqual([0, 1]);
    expect(predictions[0].probability).toBeCloseTo(Math.E / (Math.E + 1), 6);
    expect(predictions[1].probabilities[0]).toBeCloseTo(1 / (Math.E ** 2 + 1), 6);
    expect(await predict(model, images, { imageShape, engine })).toEqual(predictions);
  });

  it('opens and closes one by itself', async () => {
    const [{ classIndex, probabilities }] = await predict(sumModel(), images, { imageShape });
    expect(classIndex).toBe(0);
    expect(probabilities[0] + probabilities[1]).toBeCloseTo(1, 6);
  });

  it('refuses what is no number of images, and weights that overflow', async () => {
    await using engine = await openEngine('reference');
    const half = predict(sumModel(), images.subarray(2), { imageShape, engine });
    await expect(half).rejects.toThrow('images has 6 elements, expected a multiple of 4');
    const model = sumModel();
    model.head.weight.data = model.head.weight.data.map((value) => value * 3e38);
    const huge = predict(
      model,
      images.map((value) => value * 1e10),
      { imageShape, engine },
    );
    await expect(huge).rejects.toThrow('nothing can be predicted, the values of');
    await expect(predict(new Sum(), images, { imageShape, engine })).rejects.toThrow('no values yet');
  });
});
