import { beforeEach, describe, expect, it } from 'vitest';
import { InferenceClient, type InferencePort } from './inference-client.ts';
import type { InferenceReply, InferenceRequest } from './inference-messages.ts';

class FakeWorker implements InferencePort {
  readonly asked: InferenceRequest[] = [];
  onmessage: InferencePort['onmessage'] = null;
  onerror: InferencePort['onerror'] = null;
  postMessage(request: InferenceRequest): void {
    this.asked.push(request);
  }
  tell(data: InferenceReply): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }
}

describe('InferenceClient', () => {
  let worker = new FakeWorker();
  let client = new InferenceClient(worker);
  beforeEach(() => {
    worker = new FakeWorker();
    client = new InferenceClient(worker);
  });
  const image = new Float32Array(1);
  const outputs = (value: number) => ({ logits: Float32Array.of(value), activations: {} });

  it('gives each request its own answer, whatever their order', async () => {
    const both = [client.run(image, ['a']), client.run(image, [])];
    worker.tell({ kind: 'outputs', id: 2, ...outputs(2) });
    worker.tell({ kind: 'outputs', id: 1, ...outputs(1) });
    expect((await Promise.all(both)).map(({ logits }) => logits[0])).toEqual([1, 2]);
    expect(worker.asked).toMatchObject([{ kind: 'run', id: 1, activations: ['a'] }, { id: 2 }]);
  });

  it('fails where the worker does, and all that wait where it dies', async () => {
    const opening = client.open(new Uint8Array(1), [1, 96, 96]);
    worker.tell({ kind: 'failed', id: 1, message: 'no model' });
    await expect(opening).rejects.toThrow('no model');
    const running = client.run(image, []);
    worker.onerror?.({ message: '' } as ErrorEvent);
    await expect(running).rejects.toThrow('the worker cannot be started');
  });

  it('tells of progress until it is cancelled', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const request = { image, plan: { imageSize: 1, patch: 1, stride: 1 }, label: 0 };
    const measuring = client.occlude(request, { onProgress: ({ done }) => seen.push(done), signal: controller.signal });
    worker.tell({ kind: 'progress', id: 1, done: 3, total: 9, values: Float32Array.of(0) });
    controller.abort();
    expect(worker.asked.at(-1)).toEqual({ kind: 'cancel', id: 1 });
    worker.tell({ kind: 'progress', id: 1, done: 6, total: 9, values: Float32Array.of(0) });
    worker.tell({ kind: 'occluded', id: 1 });
    await measuring;
    expect(seen).toEqual([3]);
  });
});
