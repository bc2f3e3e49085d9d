import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fashionMnistForm } from '../../../src/data/fashion-mnist/files.ts';
import type { RunModel } from '../../../src/studio/protocol.ts';
import { InferenceClient, type InferencePort } from './inference-client.ts';
import type { InferenceReply, InferenceRequest } from './inference-messages.ts';
import { type Picture, Playground } from './playground.ts';

const facts = (version: string): RunModel => ({
  weights: 'best',
  version,
  input: { shape: [1, 28, 28], form: fashionMnistForm, mean: [0], std: [1] },
  classNames: ['a', 'b'],
  bytes: 3,
  blocks: [],
});

/** Answers at once; two classes, of which the first is as probable as the image is bright. */
class FakeWorker implements InferencePort {
  readonly asked: InferenceRequest[] = [];
  onmessage: InferencePort['onmessage'] = null;
  onerror: InferencePort['onerror'] = null;
  logits = Float32Array.of(1, 0);
  fault: string | undefined;

  postMessage(request: InferenceRequest): void {
    this.asked.push(request);
    const { id } = request;
    if (request.kind === 'open') this.#tell({ kind: 'opened', id });
    if (request.kind !== 'run') return;
    if (this.fault !== undefined) this.#tell({ kind: 'failed', id, message: this.fault });
    else this.#tell({ kind: 'outputs', id, logits: this.logits, activations: {} });
  }

  #tell(data: InferenceReply): void {
    queueMicrotask(() => this.onmessage?.(new MessageEvent('message', { data })));
  }

  count(kind: InferenceRequest['kind']): number {
    return this.asked.filter((request) => request.kind === kind).length;
  }
}

let worker = new FakeWorker();
let play = new Playground(new InferenceClient(worker));
/** By path; a function may take its time. */
let answers: Record<string, () => Response | Promise<Response>> = {};
let fetched: string[] = [];

beforeEach(() => {
  worker = new FakeWorker();
  play = new Playground(new InferenceClient(worker));
  fetched = [];
  answers = {
    '/api/runs/one/model': () => Response.json(facts('1')),
    '/api/runs/one/model.onnx?weights=best': () => new Response(Uint8Array.of(1, 2, 3)),
    '/api/runs/two/model': () => Response.json(facts('2')),
    '/api/runs/two/model.onnx?weights=best': () => new Response(Uint8Array.of(4, 5)),
  };
  vi.stubGlobal('fetch', async (url: string, { signal }: RequestInit) => {
    fetched.push(url);
    const aborted = new Promise<never>((_, fail) => signal?.addEventListener('abort', () => fail(signal.reason)));
    return Promise.race([answers[url](), aborted]);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const picture = (level: number, source: Picture['source'] = 'drawing', channels = 1): Picture => {
  return { channels, rows: 28, columns: 28, pixels: new Uint8Array(channels * 784).fill(level), source };
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('a playground', () => {
  it('keeps for another run what is drawn alone, and only where it has the form', async () => {
    for (const [shown, isKept] of [
      [picture(0), true],
      [picture(0, 'test'), false],
      [picture(0, 'photo'), false],
      [picture(0, 'drawing', 3), false],
    ] as const) {
      await play.choose('one', null);
      play.look(shown);
      await play.choose('two', null);
      await settled();
      expect([play.picture.value !== null, play.answer.value !== null]).toEqual([isKept, isKept]);
    }
  });

  it('loads the model, tells how far it is, and answers for the picture that waits', async () => {
    const states: string[] = [];
    play.model.subscribe(({ kind }) => states.push(kind));
    play.look(picture(255));
    await play.choose('one', null);
    await settled();
    expect(states).toEqual(['none', 'asking', 'loading', 'opening', 'ready']);
    expect(worker.asked[0]).toMatchObject({ kind: 'open', model: Uint8Array.of(1, 2, 3), imageShape: [1, 28, 28] });
    expect(play.answer.value?.probabilities[0]).toBeCloseTo(Math.E / (Math.E + 1), 6);
    expect(worker.asked[1]).toMatchObject({ kind: 'run', image: new Float32Array(784).fill(1) });
  });

  it('ends the loading of a model when another is chosen', async () => {
    answers['/api/runs/one/model.onnx?weights=best'] = () => new Promise(() => {});
    const first = play.choose('one', null);
    await settled();
    await play.choose('two', null);
    await first;
    expect(play.model.value).toMatchObject({ kind: 'ready', run: 'two' });
    expect(worker.count('open')).toBe(1);
  });

  it('keeps models, but not those whose weights changed', async () => {
    await play.choose('one', null);
    await play.choose('two', null);
    await play.choose('one', null);
    await play.choose('one', null);
    expect(fetched.filter((url) => url.includes('onnx'))).toHaveLength(2);
    expect(worker.count('open')).toBe(3);
    answers['/api/runs/one/model'] = () => Response.json(facts('3'));
    await play.choose('one', null, { again: true });
    expect(fetched.filter((url) => url.includes('onnx'))).toHaveLength(3);
  });

  it('says why there is no model, and tries again', async () => {
    const failure = { code: 'NOT_FOUND', message: 'no weights', hint: 'wait' };
    const well = answers['/api/runs/one/model'];
    answers['/api/runs/one/model'] = () => Response.json(failure, { status: 404 });
    await play.choose('one', null);
    expect(play.model.value).toEqual({ kind: 'failed', failure });
    answers['/api/runs/one/model'] = () => Promise.reject(new TypeError('Failed to fetch'));
    await play.choose('one', null, { again: true });
    expect(play.model.value).toMatchObject({ kind: 'failed', failure: { code: 'NOT_REACHED' } });
    answers['/api/runs/one/model'] = well;
    await play.choose('one', null, { again: true });
    expect(play.model.value.kind).toBe('ready');
  });

  it('gives what is no number as it is', async () => {
    worker.logits = Float32Array.of(Number.NaN, Number.NaN);
    await play.choose('one', null);
    play.look(picture(1));
    await settled();
    expect(play.answer.value?.probabilities).toEqual([Number.NaN, Number.NaN]);
  });

  it('shows no old answer beside a new error, and no old error beside a new picture', async () => {
    await play.choose('one', null);
    play.look(picture(1));
    await settled();
    worker.fault = 'out of memory';
    play.look(picture(2));
    await settled();
    expect([play.answer.value, play.fault.value]).toEqual([null, 'out of memory']);
    play.look(null);
    expect(play.fault.value).toBeNull();
  });

  it('computes the newest of many pictures, and forgets the answer with the picture', async () => {
    await play.choose('one', null);
    for (let level = 0; level < 50; level++) play.look(picture(level));
    await settled();
    expect(worker.count('run')).toBe(2);
    expect(play.answer.value?.picture.pixels[0]).toBe(49);
    play.look(null);
    expect(play.answer.value).toBeNull();
  });

  it('asks for activations while they are wanted', async () => {
    await play.choose('one', null);
    play.look(picture(9));
    await settled();
    play.want(['model.8']);
    await settled();
    expect(worker.asked.at(-1)).toMatchObject({ kind: 'run', activations: ['model.8'] });
    const before = worker.count('run');
    play.want(['model.8']);
    play.want([]);
    await settled();
    expect(worker.count('run')).toBe(before);
  });

  it('ends the occlusion map with its picture', async () => {
    await play.choose('one', null);
    play.look(picture(9));
    await settled();
    const measuring = play.occlude('coarse');
    expect(play.occlusion.value).toMatchObject({ isRunning: true, label: 0 });
    const { id } = worker.asked.at(-1) as InferenceRequest;
    play.look(picture(10));
    expect(worker.asked.some((request) => request.kind === 'cancel' && request.id === id)).toBe(true);
    worker.onmessage?.(new MessageEvent('message', { data: { kind: 'occluded', id } }));
    await measuring;
    expect(play.occlusion.value).toBeNull();
  });
});
