// Shapes, dtypes or attributes that an operation cannot take; thrown while the model is traced.
import { GoogLeNetError } from './googlenet-error.ts';

export class ShapeError extends GoogLeNetError {
  readonly code = 'SHAPE_MISMATCH';
}
