// How long the steps of a run took, from its log: a run that was stopped and went on has no other time of its own.

/** Of all steps, data preparation included; null where one of them was not logged. */
export function secondsOf(steps, { epochs, batchSize, images }) {
  const stepsPerEpoch = Math.ceil(images / batchSize);
  if (steps.length !== epochs * stepsPerEpoch) return null;
  return steps.reduce((sum, { step, imagesPerSecond }) => {
    const imagesOfStep = step === stepsPerEpoch ? images - (stepsPerEpoch - 1) * batchSize : batchSize;
    return sum + imagesOfStep / imagesPerSecond;
  }, 0);
}
