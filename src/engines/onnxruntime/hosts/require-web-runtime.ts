// The door for onnxruntime-web, which a program hands over.
import { describeValue } from '../../../errors/describe-value.ts';
import { OptionError } from '../../../errors/option-error.ts';
import type { Runtime } from './host.ts';
import type { WebRuntime } from './web-runtime.ts';

/** The same as the library's own declarations have it. @throws OptionError unless it is the module */
export function requireWebRuntime(ort: WebRuntime): Runtime {
  const isModule = typeof ort?.InferenceSession === 'function' && typeof ort.Tensor === 'function' && 'env' in ort;
  if (!isModule) {
    throw new OptionError(`runtime is ${describeValue(ort)}, expected the module onnxruntime-web`, {
      hint: 'give onnxruntime-web/wasm, or for a GPU onnxruntime-web/webgpu, as a module',
    });
  }
  return ort as unknown as Runtime;
}

export function versionOf({ env }: WebRuntime): string {
  return 'web' in env.versions ? String(env.versions.web) : 'unknown';
}
