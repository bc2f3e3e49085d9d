// The portable engine: each program is one ONNX model, which ONNX Runtime runs. Where it does that, its host says.
import type { Backend } from '../backend.ts';
import { Engine } from '../engine.ts';
import { DeviceCopies } from './device-copies.ts';
import { DeviceStore } from './device-store.ts';
import type { OnnxHost } from './hosts/host.ts';
import { MemoryStore } from './memory-store.ts';

/** @param options.advice see `Engine.advice`; default: the host's */
export function openOnnxEngine(host: OnnxHost, options: { readonly advice?: string | undefined } = {}): Engine {
  const { engine: name, version, threads, device, advice } = host;
  const computing = host.residency === 'memory' ? inMemory(host) : onDevice(host);
  return new Engine({ name, version, threads, ...(device && { device }), ...computing }, { advice, ...options });
}

type Computing = Pick<Backend, 'createStore' | 'release'>;

function inMemory(host: OnnxHost): Computing {
  return { createStore: (tensors) => new MemoryStore(host, tensors), release: () => host.release?.() };
}

function onDevice(host: OnnxHost): Computing {
  const copies = host.copies ?? new DeviceCopies(host);
  return {
    createStore: (tensors) => new DeviceStore(host, copies, tensors),
    release: async () => {
      await copies.release();
      await host.release?.();
    },
  };
}
