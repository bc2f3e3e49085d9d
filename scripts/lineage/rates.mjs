// Which learning rates are tried, one after the other, and which of them is taken.

const first = [0, -1, 1];
const mostTries = 4;

/** @param place so many half decades above the guess; two digits, as people write rates */
export function rateAt(guess, place) {
  return Number((guess * 10 ** (place / 2)).toPrecision(2));
}

/**
 * Three rates over a decade around the guess; where the best is the lowest or the highest, one beyond it.
 * @param tried `{ rate, accuracy, loss }` each; accuracy is null where the training diverged
 * @returns undefined when all are tried
 */
export function nextRate(guess, tried) {
  const isTried = (rate) => tried.some((one) => one.rate === rate);
  const missing = first.map((place) => rateAt(guess, place)).find((rate) => !isTried(rate));
  if (missing !== undefined || tried.length >= mostTries) return missing;
  // Where all diverged, only a lower one can help.
  const best = bestTry(tried)?.rate ?? rateAt(guess, -1);
  if (best === rateAt(guess, 0)) return undefined;
  return rateAt(guess, best === rateAt(guess, 1) ? 2 : -2);
}

/** The best try by accuracy, and by loss if that is equal. @returns undefined if all diverged */
export function bestTry(tried) {
  return tried
    .filter(({ accuracy }) => accuracy !== null)
    .toSorted((one, other) => other.accuracy - one.accuracy || one.loss - other.loss)
    .at(0);
}
