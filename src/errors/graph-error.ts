// A graph that breaks its own rules: a pass or a gradient rule has a fault.
import { GoogLeNetError } from './googlenet-error.ts';

export class GraphError extends GoogLeNetError {
  readonly code = 'INVALID_GRAPH';
}
