import { expect, it } from 'vitest';
import { printPrediction } from './print-prediction.ts';

const classes = [
  { name: 'T-shirt/top', probability: 1 },
  { name: '包', probability: 0 },
];

it.each([
  [undefined, `  T-shirt/top  ${'━'.repeat(24)}  100.00 %`],
  [80, `  T-shirt/top  ${'━'.repeat(24)}  100.00 %`],
  [40, `  T-shirt/top  ${'━'.repeat(15)}  100.00 %`],
  [29, '  T-shirt/top  ━━━━  100.00 %'],
  [28, '  T-shirt/top  100.00 %'],
])('fits its bars to %s columns', (columns, line) => {
  const [, first, second] = printPrediction('a.png', classes, columns);
  expect(first).toBe(line);
  expect(second).toBe(`  包         ${line.slice(13, -10).replaceAll('━', '─')}    0.00 %`);
});
