// As repr() of Python 3.11 prints these.
import { expect, it } from 'vitest';
import { printFloat } from './print-float.ts';

it.each([
  [1, '1.0'],
  [0, '0.0'],
  [-2, '-2.0'],
  [0.75, '0.75'],
  [1e-4, '0.0001'],
  [1e-5, '1e-05'],
  [-1.5e-7, '-1.5e-07'],
  [1e-100, '1e-100'],
  [1e16, '1e+16'],
  [123456789, '123456789.0'],
])('%d', (value, text) => expect(printFloat(value)).toBe(text));
