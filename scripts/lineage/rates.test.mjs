import { describe, expect, it } from 'vitest';
import { bestTry, nextRate } from './rates.mjs';

/** All rates that are tried where a function gives the accuracy of each; null: it diverged. */
function triesOf(guess, accuracyOf) {
  const tried = [];
  for (let rate = nextRate(guess, tried); rate !== undefined; rate = nextRate(guess, tried)) {
    tried.push({ rate, accuracy: accuracyOf(rate), loss: rate });
  }
  return tried.map(({ rate }) => rate);
}

describe('the rates that are tried', () => {
  it('are three over a decade, where the middle one is best', () => {
    expect(triesOf(0.01, (rate) => -Math.abs(rate - 0.01))).toEqual([0.01, 0.0032, 0.032]);
  });

  it('go one beyond the best, where that is the lowest or the highest', () => {
    expect(triesOf(0.01, (rate) => rate)).toEqual([0.01, 0.0032, 0.032, 0.1]);
    expect(triesOf(0.01, (rate) => -rate)).toEqual([0.01, 0.0032, 0.032, 0.001]);
  });

  it('go down where all diverge', () => {
    expect(triesOf(0.1, () => null)).toEqual([0.1, 0.032, 0.32, 0.01]);
  });
});

describe('bestTry', () => {
  it('takes the most accurate, of equals that of the lower loss, and none that diverged', () => {
    const tries = [
      { rate: 1, accuracy: null },
      { rate: 2, accuracy: 0.5, loss: 1.2 },
      { rate: 3, accuracy: 0.5, loss: 1.1 },
      { rate: 4, accuracy: 0.4, loss: 0.1 },
    ];
    expect(bestTry(tries).rate).toBe(3);
    expect(bestTry(tries.slice(0, 1))).toBe(undefined);
  });
});
