import { expect, it } from 'vitest';
import { DeviceCopies } from './device-copies.ts';
import { loadRuntime } from './load-runtime.ts';
import { tunedForWebGpu } from './tuning.ts';

it('says why nothing can be copied, and is released none the less', async () => {
  const { InferenceSession, Tensor } = await loadRuntime();
  const noAdapter = { ...InferenceSession, create: () => Promise.reject(new Error('no supported adapters')) };
  const copies = new DeviceCopies({
    engine: 'webgpu',
    version: '1',
    threads: 1,
    runtime: { InferenceSession: noAdapter, Tensor },
    sessionOptions: {},
    tuning: tunedForWebGpu,
    residency: 'device',
  });
  await expect(copies.upload(Float32Array.of(1), [1])).rejects.toThrow('no supported adapters');
  await copies.release();
});
