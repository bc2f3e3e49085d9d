// ONNX Runtime's WebGPU provider in a browser: in the package onnxruntime-web, which the program hands over.
import type * as ort from 'onnxruntime-node';
import { EngineError } from '../../../errors/engine-error.ts';
import { reasonOf } from '../../../errors/reason-of.ts';
import { DeviceCopies } from '../device-copies.ts';
import { tunedForWebGpu } from '../tuning.ts';
import type { OnnxHost, Runtime } from './host.ts';
import { requireWebRuntime, versionOf } from './require-web-runtime.ts';
import type { WebRuntime } from './web-runtime.ts';
import { webGpuSessionOptions } from './webgpu-session.ts';

/** Milliseconds in which a browser tells that the device was lost, where a run has failed of it. */
const lossDelay = 200;

/** What of a GPUDevice is asked. */
interface Device {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
}

/** @throws EngineError where the browser has no WebGPU, or no GPU that it may use */
export async function webWebGpu(ort: WebRuntime): Promise<OnnxHost> {
  const runtime = requireWebRuntime(ort);
  const { wasm, webgpu } = ort.env;
  // What is left for the processor is little; further threads would be workers that wait.
  wasm.numThreads ??= 1;
  const host: OnnxHost = {
    engine: 'webgpu',
    version: versionOf(ort),
    threads: 1,
    runtime,
    sessionOptions: webGpuSessionOptions,
    residency: 'device',
    tuning: tunedForWebGpu,
  };
  const copies = await tryOut(host);
  const device = await (webgpu as { readonly device: Promise<Device> }).device;
  // The library lets go of the device with its last session, so one stays as long as the engine.
  return { ...host, runtime: endingWith(device, runtime), release: () => copies.release() };
}

/** The same library, which says where the device was lost: some runs would wait for it without an end. */
function endingWith({ lost }: Device, { Tensor, InferenceSession }: Runtime): Runtime {
  const loss = lost.then(({ reason, message }): never => {
    throw new EngineError(`the GPU was lost (${reason}${message === '' ? '' : `: ${message.trim()}`})`);
  });
  // Whoever waits for a run hears of it.
  loss.catch(() => {});
  const orLost = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await Promise.race([work, loss]);
    } catch (error) {
      // A run may fail of the loss before the browser tells of it.
      await Promise.race([loss, new Promise((resolve) => setTimeout(resolve, lossDelay))]);
      throw error;
    }
  };
  const create = async (model: Uint8Array, options: ort.InferenceSession.SessionOptions) => {
    const session = await orLost(InferenceSession.create(model, options));
    return {
      release: () => session.release(),
      run: (feeds: ort.InferenceSession.FeedsType) => orLost(session.run(feeds)),
    };
  };
  return { Tensor, InferenceSession: { create } } as unknown as Runtime;
}

async function tryOut(host: OnnxHost): Promise<DeviceCopies> {
  const copies = new DeviceCopies(host);
  try {
    await copies.tryOut();
    return copies;
  } catch (cause) {
    await copies.release().catch(() => {});
    throw new EngineError(`no GPU can be used: ${reasonOf(cause)}`, {
      hint: "take the processor: openEngine('wasm', …). WebGPU needs a page from https or localhost, and a browser and a driver that have it",
      cause,
    });
  }
}
