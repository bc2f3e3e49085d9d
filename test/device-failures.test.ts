// A GPU that runs out of memory, or is gone, in the middle of a training: what is thrown says so, and the training goes on from
// its last checkpoint. No GPU is needed: the library's sessions on the processor stand in for those on a device, and fail with the
// words that Dawn was seen to use.
import type * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import { DataLoader } from '../src/data/loader.ts';
import { deviceFailure } from '../src/engines/onnxruntime/device-failure.ts';
import type { OnnxHost, Runtime } from '../src/engines/onnxruntime/hosts/host.ts';
import { nodeCpu } from '../src/engines/onnxruntime/hosts/node-cpu.ts';
import { openOnnxEngine } from '../src/engines/onnxruntime/onnxruntime-engine.ts';
import { tunedForWebGpu } from '../src/engines/onnxruntime/tuning.ts';
import { DeviceLostError } from '../src/errors/device-lost-error.ts';
import { DeviceMemoryError } from '../src/errors/device-memory-error.ts';
import { EngineError } from '../src/errors/engine-error.ts';
import { CrossEntropyLoss } from '../src/nn/index.ts';
import type { TrainingState } from '../src/training/training-state.ts';
import { TinyNet } from './support/small-nets.ts';
import { TinyTrainer, tinyDataset } from './support/tiny-training.ts';

const words = {
  lost: '[Device] is lost. - While calling [Queue].Submit([[CommandBuffer]])',
  memory:
    'WebGPU validation failed. [Invalid Buffer (unlabeled)] is invalid. - While validating entries[1] as a Buffer. - While calling [Device].CreateBindGroup([BindGroupDescriptor])',
};

describe('what the library says of a device', () => {
  it.each([
    [words.lost, DeviceLostError, 'DEVICE_LOST'],
    ['vkQueueSubmit failed with VK_ERROR_DEVICE_LOST', DeviceLostError, 'DEVICE_LOST'],
    ['ID3D12Device: DXGI_ERROR_DEVICE_HUNG (0x887A0006)', DeviceLostError, 'DEVICE_LOST'],
    [
      'Failed to download data from buffer. wgpu::MapAsyncStatus value: 3, message: Device was lost',
      DeviceLostError,
      'DEVICE_LOST',
    ],
    [words.memory, DeviceMemoryError, 'DEVICE_MEMORY'],
    [
      'WebGPU validation failed. Buffer size (1153433600) exceeds the max buffer size limit (1073741824).',
      DeviceMemoryError,
      'DEVICE_MEMORY',
    ],
    ['vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY', DeviceMemoryError, 'DEVICE_MEMORY'],
    ['MaxPool is not implemented with indices', EngineError, 'ENGINE_FAILED'],
  ])('%s', (said, type, code) => {
    const failure = deviceFailure('webgpu failed to run compute', new Error(said));
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure.constructor).toBe(type);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(/^webgpu failed to run compute: /) });
  });
});

describe.each([
  ['lost', DeviceLostError, '--resume'],
  ['memory', DeviceMemoryError, '--batch-size'],
] as const)('a training whose GPU fails (%s)', (failure, type, advice) => {
  it('says so, and goes on from its last state to the bit', async () => {
    const undisturbed: TrainingState[] = [];
    await train(await deviceHost(), undisturbed);
    const states: TrainingState[] = [];
    const error = await train(await deviceHost({ failsAt: 45, words: words[failure] }), states).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(type);
    expect((error as EngineError).hint).toContain(advice);
    expect(states.map(({ position }) => position.epoch)).toEqual([2]);
    await train(await deviceHost(), states, states[0]);
    expect(states.at(-1)).toEqual(undisturbed.at(-1));
  });
});

const epochs = 3;

async function train(host: OnnxHost, states: TrainingState[], resumeFrom?: TrainingState): Promise<void> {
  const loader = { batchSize: 4, imageSize: 4, seed: 5 };
  await using trainer = new TinyTrainer({
    model: new TinyNet(),
    trainData: new DataLoader(tinyDataset('train', 23), loader),
    testData: new DataLoader(tinyDataset('test', 9), { ...loader, shuffle: false }),
    loss: new CrossEntropyLoss(),
    optimizer: new SGD({ learningRate: 0.1, momentum: 0.9 }),
    engine: openOnnxEngine(host),
    ...(resumeFrom === undefined ? {} : { resumeFrom }),
  });
  trainer.keepCheckpoints({ save: (state) => void states.push(state) });
  await trainer.train(epochs - (resumeFrom?.history.length ?? 0));
}

/** @param failing which run of the library fails, and with which words */
async function deviceHost(failing?: { readonly failsAt: number; readonly words: string }): Promise<OnnxHost> {
  const host = await nodeCpu(1);
  let runs = 0;
  const create = async (model: Uint8Array, options: ort.InferenceSession.SessionOptions) => {
    const { preferredOutputLocation, ...rest } = options;
    const session = await host.runtime.InferenceSession.create(model, rest);
    return {
      release: () => session.release(),
      async run(feeds: Readonly<Record<string, ort.Tensor>>) {
        if (++runs === failing?.failsAt) throw new Error(failing.words);
        return session.run(feeds);
      },
    };
  };
  const runtime = { Tensor: host.runtime.Tensor, InferenceSession: { create } } as unknown as Runtime;
  return { ...host, engine: 'webgpu', runtime, residency: 'device', tuning: tunedForWebGpu };
}
