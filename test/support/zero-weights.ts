// Weights of GoogLeNet that need not be drawn: all zeros, with which the first loss is ln 10 and the biases alone learn.
import { type SafetensorsTensor, writeSafetensors } from '../../src/formats/safetensors.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { GoogLeNet } from '../../src/models/googlenet.ts';

/** @param given the values that are not zero */
export function zeroWeights(given: Readonly<Record<string, Float32Array>> = {}): Map<string, SafetensorsTensor> {
  return new Map(
    [...new GoogLeNet().namedParameters()].map(([name, { shape }]) => [
      name,
      { dtype: 'F32', shape, data: given[name] ?? new Float32Array(sizeOf(shape)) },
    ]),
  );
}

/** @returns the file */
export function writeZeroWeights(file: string, given?: Readonly<Record<string, Float32Array>>): string {
  writeSafetensors(file, zeroWeights(given));
  return file;
}
