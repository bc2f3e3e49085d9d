// ONNX Runtime's WebGPU provider in Node: Dawn on Vulkan, Metal or Direct3D, prebuilt inside the npm package for Linux on x64,
// macOS on arm64, and Windows.
import { EngineError } from '../../../errors/engine-error.ts';
import { reasonOf } from '../../../errors/reason-of.ts';
import { DeviceCopies } from '../device-copies.ts';
import { loadRuntime } from '../load-runtime.ts';
import { tunedForWebGpu } from '../tuning.ts';
import { type ChosenAdapter, chooseAdapter, type DeviceName, findAdapter, firstTaken } from './choose-adapter.ts';
import type { OnnxHost } from './host.ts';
import { withVariables } from './variables.ts';
import { type GpuAdapter, vulkanAdapters } from './vulkan-adapters.ts';
import { type WatchOptions, watchedHost } from './watched-host.ts';
import { webGpuSessionOptions } from './webgpu-session.ts';

/** The one that was asked for first in this process: Dawn keeps the list that it got then. */
let taken: GpuAdapter | undefined;

export interface WebGpuOptions extends Pick<WatchOptions, 'describe'> {
  /** Default: the one that the library takes. */
  readonly device?: DeviceName | undefined;
  /** The GPUs that Vulkan knows, for whoever has asked already: that loads every driver. */
  readonly list?: typeof vulkanAdapters;
}

/**
 * @throws EngineError where there is no GPU that it can use, saying what to install, or not the one that is asked for; OptionError
 * where there is none of that name
 */
export async function nodeWebGpu({ device, list = vulkanAdapters, describe }: WebGpuOptions = {}): Promise<OnnxHost> {
  const runtime = await loadRuntime();
  if (!runtime.listSupportedBackends().some(({ name, bundled }) => name === 'webgpu' && bundled)) {
    throw new EngineError(`onnxruntime has no WebGPU for ${process.platform} on ${process.arch}`, {
      hint: 'it has one for Linux on x64, macOS on arm64, and Windows; elsewhere take the engine onednn or onnxruntime',
    });
  }
  // The library would print what it also throws. This counts for sessions that come after it.
  runtime.env.logLevel = 'fatal';
  const chosen = choose(device, list);
  const unwatched: OnnxHost = {
    engine: 'webgpu',
    version: runtime.env.versions.node ?? 'unknown',
    threads: 1,
    runtime,
    residency: 'device',
    sessionOptions: webGpuSessionOptions,
    tuning: tunedForWebGpu,
    ...(chosen === undefined ? {} : { device: { name: chosen.adapter.name, kind: chosen.adapter.kind } }),
    ...(chosen?.adapter.kind === 'software' ? { advice: softwareAdvice(chosen.adapter) } : {}),
  };
  // A step in software may take as long as it likes.
  const host = chosen?.adapter.kind === 'software' ? unwatched : await watchedHost(unwatched, { describe });
  const copies = new DeviceCopies(host);
  taken = chosen?.adapter;
  try {
    await withVariables(chosen?.variables ?? {}, () => tryOut(copies));
  } catch (error) {
    await host.release?.();
    throw error;
  }
  return { ...host, copies };
}

/** @returns undefined where the system has no list of them */
function choose(device: DeviceName | undefined, list: typeof vulkanAdapters): ChosenAdapter | undefined {
  const adapters = list();
  if (adapters === undefined) {
    if (device === undefined || String(device) === '0') return undefined;
    throw new EngineError('this system has one GPU, which is number 0', { hint: 'leave --device out' });
  }
  const first = firstTaken(adapters);
  if (first === undefined) throw noAdapter('Vulkan knows none');
  if (taken !== undefined) return { adapter: requireTaken(taken, adapters, device), variables: {} };
  if (device !== undefined) return chooseAdapter(device, () => vulkanAdapters() ?? []);
  return { adapter: first, variables: {} };
}

function requireTaken(held: GpuAdapter, adapters: readonly GpuAdapter[], device: DeviceName | undefined): GpuAdapter {
  if (device === undefined || findAdapter(adapters, device).uuid === held.uuid) return held;
  throw new EngineError(`this process computes on ${held.name} already, and cannot change to another GPU`, {
    hint: 'open the engine with another device in another process',
  });
}

function softwareAdvice({ name }: GpuAdapter): string {
  return `${name} is a GPU in software, far slower than the engines of the processor: it is good for tests alone`;
}

async function tryOut(copies: DeviceCopies): Promise<void> {
  try {
    await copies.tryOut();
  } catch (cause) {
    await copies.release();
    // Before what is to be read stands the place in the library's code.
    throw noAdapter(reasonOf(cause).split(' was false. ').at(-1) ?? '', cause);
  }
}

function noAdapter(reason: string, cause?: unknown): EngineError {
  return new EngineError(`no GPU can be used: ${reason}`, {
    hint: "install your GPU's driver, with Vulkan 1.1 or newer on Linux; googlenet doctor lists what it finds",
    cause,
  });
}
