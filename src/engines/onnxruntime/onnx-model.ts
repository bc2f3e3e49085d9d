// What all models for ONNX Runtime have in common: whose they are, and which operators they take.
import type { OnnxGraph, OnnxModel } from '../../formats/onnx/model.ts';

/** Operators of the CPU provider's blocked layout. see: blocked-convolution.ts */
export const blockedDomain = 'com.microsoft.nchwc';

/** @param isBlocked whether it takes operators of the blocked layout */
export function onnxModel(graph: OnnxGraph, { isBlocked = false } = {}): OnnxModel {
  return {
    producerName: 'googlenet',
    opsetImports: [{ domain: '', version: 17 }, ...(isBlocked ? [{ domain: blockedDomain, version: 1 }] : [])],
    graph,
  };
}
