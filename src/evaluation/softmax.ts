// What the logits of one image say: the class, its probability, and the loss for the true label. In float64.

/** Index of the largest value, or of the first NaN if there is one; of equal values the first, as PyTorch's argmax. */
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

/**
 * Logits whose probabilities are the means of those of several views of the same images: logarithms of the means.
 * @param views each [images, classCount]; of one, its own logits
 */
export function meanLogits(views: readonly Float32Array[], classCount: number): Float32Array {
  const [first] = views;
  if (views.length === 1) return first;
  const means = new Float32Array(first.length);
  for (let begin = 0; begin < first.length; begin += classCount) {
    const logs = views.map((logits) => {
      const ofImage = logits.subarray(begin, begin + classCount);
      return Array.from(ofImage, (_, index) => logProbability(ofImage, index));
    });
    for (let index = 0; index < classCount; index++) {
      const ofClass = logs.map((each) => each[index]);
      // The largest is taken out, so that no mean of tiny ones becomes zero.
      const largest = Math.max(...ofClass);
      const sum = ofClass.reduce((total, log) => total + Math.exp(log - largest), 0);
      means[begin + index] = largest + Math.log(sum / views.length);
    }
  }
  return means;
}
