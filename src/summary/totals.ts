// The sums under the table: parameters, multiply-adds, and an estimate of memory, as torchinfo makes them.
// see: TylerYep/torchinfo, model_statistics.py
import { type Shape, sizeOf } from '../graph/shape.ts';
import type { Layer } from './rows.ts';

/** What a summary adds up to. */
export interface SummaryTotals {
  readonly parameters: number;
  readonly trainableParameters: number;
  readonly nonTrainableParameters: number;
  /** Multiply-adds of one forward pass, biases included. */
  readonly multiplyAdds: number;
  /** Sizes are in bytes. */
  readonly inputBytes: number;
  /** Outputs of the layers with parameters, twice: for the values and their gradients. */
  readonly forwardBackwardBytes: number;
  readonly parameterBytes: number;
  /** Only the parameters of layers that are called and hold no others, as torchinfo 1.8.0 counts. */
  readonly calledParameterBytes: number;
  readonly totalBytes: number;
}

const bytesOfFloat32 = 4;
/** torchinfo asks Python for the size of the input's storage, and Python adds the object's own 56 bytes. */
const bytesOfStorageObject = 56;

/** @param layers all of them, also those that the table does not show; the model comes first */
export function sumLayers(layers: readonly Layer[], inputShape: Shape): SummaryTotals {
  const leaves = layers.filter(({ isLeaf }) => isLeaf);
  const parameters = layers[0].parameters;
  const frozen = [...layers[0].place.module.namedParameters()]
    .filter(([, { requiresGrad }]) => !requiresGrad)
    .reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);
  const inputBytes = bytesOfFloat32 * sizeOf(inputShape) + bytesOfStorageObject;
  const parameterBytes = bytesOfFloat32 * parameters;
  const forwardBackwardBytes = leaves
    .filter((leaf) => leaf.parameters > 0)
    .reduce((sum, { call }) => sum + (call === undefined ? 0 : 2 * bytesOfFloat32 * sizeOf(call.outputShape)), 0);
  return {
    parameters,
    trainableParameters: parameters - frozen,
    nonTrainableParameters: frozen,
    multiplyAdds: leaves.reduce((sum, leaf) => sum + leaf.multiplyAdds, 0),
    inputBytes,
    forwardBackwardBytes,
    parameterBytes,
    calledParameterBytes: leaves
      .filter(({ isRecursive }) => !isRecursive)
      .reduce((sum, leaf) => sum + bytesOfFloat32 * leaf.parameters, 0),
    totalBytes: inputBytes + forwardBackwardBytes + parameterBytes,
  };
}
