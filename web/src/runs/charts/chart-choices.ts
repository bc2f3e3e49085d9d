// How charts are to be looked at: one choice for all charts of all runs, remembered.
import { isStoredTrue, oneOf, remembered } from '../../shell/remembered.ts';

/** More would show nothing but the first value. */
export const mostSmoothing = 0.99;

/** Weight of what was before in the average; 0: not smoothed. */
export const smoothing = remembered('smoothing', (stored) => {
  const weight = Number(stored);
  return weight > 0 && weight <= mostSmoothing ? weight : 0;
});

/** Whether losses have a logarithmic axis; accuracies never have one. */
export const isLogarithmic = remembered('logarithmic', isStoredTrue);

export const xUnits = ['epochs', 'time'] as const;
export type XUnit = (typeof xUnits)[number];
export const xUnit = remembered('x-axis', oneOf(xUnits));
