// The one way to onnxruntime-node, with its telemetry switched off. Since 1.29 the library keeps a device identifier and
// a database in the user's cache folder and uploads events, unless this variable is in the process's environment when its
// first session is made. see: https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md
import { isMainThread } from 'node:worker_threads';
import type * as ort from 'onnxruntime-node';
import { EngineError } from '../../errors/engine-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';

/** @throws EngineError where the package has no binary for this platform */
export async function loadRuntime(): Promise<typeof ort> {
  try {
    await disableTelemetry();
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new EngineError(`onnxruntime cannot be loaded: ${reasonOf(cause)}`, {
      hint: 'it has binaries for Linux with glibc and Windows, on x64 and arm64, and for macOS on arm64: install it again there; elsewhere take the engine wasm or onednn',
      cause,
    });
  }
}

/** On Windows the library has no such variable: there, events go to the system's own tracing alone. */
async function disableTelemetry(): Promise<void> {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  if (isMainThread || process.platform === 'win32') return;
  // A worker's process.env is a copy that native code does not see.
  const { default: koffi } = await import('koffi');
  koffi.load(null).func('setenv', 'int', ['str', 'str', 'int'])('ORT_DISABLE_TELEMETRY', '1', 1);
}
