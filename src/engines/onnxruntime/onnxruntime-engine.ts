// The portable engine: each program is one ONNX model, which ONNX Runtime runs. Where it does that, its host says.
import type { Backend } from '../backend.ts';
import { Engine } from '../engine.ts';
import { DeviceStore } from './device-store.ts';
import type { OnnxHost } from './hosts/host.ts';
import { MemoryStore } from './memory-store.ts';

const stores = { memory: MemoryStore, device: DeviceStore };

/** @param options.advice see `Engine.advice` */
export function openOnnxEngine(host: OnnxHost, options: { readonly advice?: string | undefined } = {}): Engine {
  const { engine: name, version, threads } = host;
  const backend: Backend = {
    name,
    version,
    threads,
    createStore: (tensors) => new stores[host.residency](host, tensors),
    release() {},
  };
  return new Engine(backend, options);
}
