// GELU and its gradient, with an error function that is exact to the last digits of float64.
import type { Kernel } from './kernel.ts';

const steepness = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

export const gelu: Kernel<'gelu'> = ({ attrs: { approximate } }, [x]) =>
  x.map((value) =>
    approximate === 'tanh' ? (value / 2) * (1 + tanhOf(value)) : (value / 2) * (1 + erf(value / Math.SQRT2)),
  );

export const geluGradient: Kernel<'geluGradient'> = ({ attrs: { approximate } }, [x, dy]) =>
  x.map((value, index) => dy[index] * (approximate === 'tanh' ? tanhSlope(value) : normalSlope(value)));

function tanhOf(x: number): number {
  return Math.tanh(steepness * (x + cubic * x ** 3));
}

function tanhSlope(x: number): number {
  const t = tanhOf(x);
  return (1 + t) / 2 + (x / 2) * (1 - t * t) * steepness * (1 + 3 * cubic * x * x);
}

/** Φ(x) + x·φ(x) */
function normalSlope(x: number): number {
  return (1 + erf(x / Math.SQRT2)) / 2 + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** 2/√π·e^(−x²)·Σ 2ⁿ·x^(2n+1) / (1·3·…·(2n+1)), whose terms have one sign. see: Abramowitz and Stegun, 7.1.6 */
function erf(x: number): number {
  // Beyond it, 1 − erf is below half of float64's last digit.
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
