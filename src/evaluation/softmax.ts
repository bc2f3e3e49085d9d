// What the logits of one image say: the class, its probability, and the loss for the true label. In float64.

/** Index of the largest value, the first of equals; of the first NaN, if there is one, as PyTorch's argmax. */
export function largestIndex(values: Float32Array): number {
  let largest = 0;
  for (let index = 0; index < values.length; index++) {
    if (Number.isNaN(values[index])) return index;
    if (values[index] > values[largest]) largest = index;
  }
  return largest;
}

/** Probabilities of the classes; the largest logit is taken away first, so that no power overflows. */
export function softmax(logits: Float32Array): readonly number[] {
  const largest = logits.reduce((maximum, logit) => Math.max(maximum, logit), Number.NEGATIVE_INFINITY);
  const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** log softmax(logits)[index], without overflow; minus it is the cross-entropy for that label. */
export function logProbability(logits: Float32Array, index: number): number {
  const maximum = logits.reduce((largest, logit) => Math.max(largest, logit), Number.NEGATIVE_INFINITY);
  return logits[index] - maximum - Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - maximum), 0));
}
