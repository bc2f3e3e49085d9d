// Sessions of the WebGPU provider, which is the same in Node and in a browser.
import type * as ort from 'onnxruntime-node';

export const webGpuSessionOptions: ort.InferenceSession.SessionOptions = {
  executionProviders: ['webgpu'],
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Failures are thrown; that they are printed too would be the library's own doing.
  logSeverityLevel: 4,
  // An operator that the GPU does not have would bring its operands down and its result up again, at each step.
  extra: { session: { disable_cpu_ep_fallback: '1' } },
};
