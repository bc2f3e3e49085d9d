// A training whose numbers are no longer finite: stopped before they reach the weights.
import { GoogLeNetError } from './googlenet-error.ts';

export class DivergenceError extends GoogLeNetError {
  readonly code = 'DIVERGED';
}
