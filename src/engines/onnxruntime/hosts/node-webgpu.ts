// ONNX Runtime's WebGPU provider in Node: Dawn on Vulkan, Metal or Direct3D, prebuilt inside the npm package for Linux on x64,
// macOS on arm64, and Windows.
import type * as ort from 'onnxruntime-node';
import { EngineError } from '../../../errors/engine-error.ts';
import { reasonOf } from '../../../errors/reason-of.ts';
import { DeviceCopies } from '../device-copies.ts';
import { loadRuntime } from '../load-runtime.ts';
import { tunedForWebGpu } from '../tuning.ts';
import type { OnnxHost } from './host.ts';
import { vulkanAdapters } from './vulkan-adapters.ts';

const sessionOptions: ort.InferenceSession.SessionOptions = {
  executionProviders: ['webgpu'],
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Failures are thrown; that they are printed too would be the library's own doing.
  logSeverityLevel: 4,
  // An operator that the GPU does not have would bring its operands down and its result up again, at each step.
  extra: { session: { disable_cpu_ep_fallback: '1' } },
};

/** @throws EngineError where there is no GPU that it can use, saying what to install */
export async function nodeWebGpu(): Promise<OnnxHost> {
  const runtime = await loadRuntime();
  if (!runtime.listSupportedBackends().some(({ name, bundled }) => name === 'webgpu' && bundled)) {
    throw new EngineError(`onnxruntime has no WebGPU for ${process.platform} on ${process.arch}`, {
      hint: 'it has one for Linux on x64, macOS on arm64, and Windows; elsewhere take the engine onednn or onnxruntime',
    });
  }
  if (vulkanAdapters()?.length === 0) throw noAdapter('Vulkan knows none');
  const host: OnnxHost = {
    engine: 'webgpu',
    version: runtime.env.versions.node ?? 'unknown',
    threads: 1,
    runtime,
    residency: 'device',
    sessionOptions,
    tuning: tunedForWebGpu,
  };
  await tryOut(host);
  return host;
}

async function tryOut(host: OnnxHost): Promise<void> {
  const copies = new DeviceCopies(host);
  try {
    const tensor = await copies.upload(Float32Array.of(1, 2), [2]);
    await copies.download(tensor);
    tensor.dispose();
  } catch (cause) {
    throw noAdapter(reasonOf(cause), cause);
  } finally {
    await copies.release();
  }
}

function noAdapter(reason: string, cause?: unknown): EngineError {
  return new EngineError(`no GPU can be used: ${reason}`, {
    hint: "install your GPU's driver, with Vulkan 1.1 or newer on Linux; googlenet doctor lists what it finds",
    cause,
  });
}
