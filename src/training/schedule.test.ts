import { describe, expect, it } from 'vitest';
import { constant, cosine, laidOutFor, oneCycle, type Schedule, stepDecay, withWarmup } from './schedule.ts';

function ratesOf(schedule: Schedule, totalSteps = 10): readonly number[] {
  return Array.from({ length: totalSteps }, (_, step) => schedule(step, totalSteps));
}

/** To 12 digits: sums are taken in another order than PyTorch's, which adds to the last value. */
function expectRates(schedule: Schedule, expected: readonly number[]): void {
  const rates = ratesOf(schedule, expected.length);
  for (const [step, rate] of rates.entries()) expect(rate, `step ${step}`).toBeCloseTo(expected[step], 12);
}

// Recorded from torch 1.13.1's schedulers of the same names, each with an optimizer of rate 0.5.
describe('schedules', () => {
  it('StepLR(step_size=4, gamma=0.1) for ten steps in three parts', () => {
    expectRates(stepDecay(0.5), [0.5, 0.5, 0.5, 0.5, 0.05, 0.05, 0.05, 0.05, 0.005, 0.005]);
  });

  it('CosineAnnealingLR(T_max=10), and with eta_min=0.01', () => {
    expectRates(cosine(0.5), [
      ...[0.5, 0.4877641290737884, 0.45225424859373686, 0.3969463130731183, 0.32725424859373686, 0.25],
      ...[0.17274575140626316, 0.10305368692688174, 0.047745751406263165, 0.012235870926211617],
    ]);
    expectRates(cosine(0.5, { minimum: 0.01 }), [
      ...[0.5, 0.48800884649231263, 0.4532091636218621, 0.39900738681165593, 0.33070916362186215, 0.255],
      ...[0.17929083637813792, 0.11099261318834411, 0.05679083637813791, 0.021991153507687385],
    ]);
  });

  it('OneCycleLR(0.5, total_steps=10) and 25', () => {
    expectRates(oneCycle(0.5), [
      ...[0.02, 0.26, 0.5, 0.47524231600673683, 0.40587282697488153, 0.30563101096814466],
      ...[0.19437098903185537, 0.09412917302511849, 0.024759683993263143, 2e-6],
    ]);
    expectRates(oneCycle(0.5), [
      ...[0.02, 0.047490553843229644, 0.12366446078452265, 0.2310711967387225, 0.3451051728902086, 0.4396425795610643],
      ...[0.4930260361822525, 0.4989935775245158, 0.49099075121110264, 0.47524231600673683, 0.4522544395767425],
      ...[0.4227659711840672, 0.3877246944660442, 0.34825686488844926, 0.30563101096814466, 0.26121716272279843],
      ...[0.21644281777885202, 0.17274706042325755, 0.13153430825041282, 0.09412917302511849, 0.06173388657056329],
      ...[0.03538966004832708, 0.015943218574936337, 0.004019586779931182, 2e-6],
    ]);
  });

  it('SequentialLR of LinearLR(1/4, total_iters=3) and CosineAnnealingLR(6) at milestone 4', () => {
    expectRates(withWarmup(cosine(0.5), 4), [
      ...[0.125, 0.25, 0.375, 0.5, 0.5, 0.4665063509461097, 0.375, 0.25, 0.12500000000000006, 0.03349364905389032],
    ]);
  });

  it('constant is constant, a warm-up of no steps is none', () => {
    expect(ratesOf(constant(0.5))).toEqual(Array(10).fill(0.5));
    expect(ratesOf(withWarmup(cosine(0.5), 0))).toEqual(ratesOf(cosine(0.5)));
  });

  it.each([1, 2, 3, 4])('are finite and not negative for a training of %i steps', (totalSteps) => {
    for (const schedule of [
      stepDecay(1),
      cosine(1),
      oneCycle(1),
      oneCycle(1, { rise: 0.5 }),
      withWarmup(cosine(1), 3),
    ]) {
      for (const rate of ratesOf(schedule, totalSteps)) expect(rate >= 0 && rate <= 1).toBe(true);
    }
  });

  it('refuses a warm-up of half a step', () => {
    expect(() => withWarmup(constant(1), 0.5)).toThrow('steps is 0.5, expected a whole number');
  });

  it('stays at its last rate behind the steps that it was laid out for', () => {
    const planned = ratesOf(oneCycle(1), 10);
    expect(ratesOf(laidOutFor(oneCycle(1), 10), 14)).toEqual([...planned, ...Array(4).fill(planned[9])]);
    expect(ratesOf(laidOutFor(withWarmup(cosine(1), 3), 10), 6)).toEqual(
      ratesOf(withWarmup(cosine(1), 3), 10).slice(0, 6),
    );
  });
});
