// The worker of the tests' page: trains as it is asked to, and tells of each step. Its bundle has onnxruntime-web, or the
// build of it for WebGPU, inside.
import * as ort from 'onnxruntime-web/wasm';
import {
  type BrowserDirectory,
  type Engine,
  keepInBrowser,
  keptInBrowser,
  openEngine,
  type Trainer,
} from '../../../src/web.ts';
import { smallTrainer } from './small-training.ts';
import type { OpenRequest, TrainingReply, TrainingRequest } from './training-messages.ts';

/** What of a browser's worker is used, which the tests' types of Node do not have. */
interface WorkerScope {
  readonly navigator: { readonly storage: { getDirectory(): Promise<BrowserDirectory> } };
  onmessage: (event: { readonly data: TrainingRequest }) => void;
  postMessage(reply: TrainingReply): void;
}
const scope = globalThis as unknown as WorkerScope;
/** The build's files beside it: the bundler puts their name here. */
declare const runtimeFiles: string;

let opened: { readonly engine: Engine; readonly trainer: Trainer } | undefined;
let stop = new AbortController();

scope.onmessage = ({ data }) => {
  answer(data).catch(({ name, message }: Error) => scope.postMessage({ kind: 'failed', name, message }));
};

async function answer(request: TrainingRequest): Promise<void> {
  if (request.kind === 'open') return open(request);
  if (opened === undefined) throw new Error('nothing is open');
  const { trainer, engine } = opened;
  if (request.kind === 'train') {
    stop = new AbortController();
    const { length } = await trainer.train(request.epochs, { signal: stop.signal });
    scope.postMessage({ kind: 'trained', epochs: length });
  } else if (request.kind === 'stop') stop.abort();
  else if (request.kind === 'loseGpu') {
    const { device } = ort.env.webgpu as unknown as { readonly device: Promise<{ destroy(): void }> };
    (await device).destroy();
  } else {
    await trainer.close();
    await engine.close();
    scope.postMessage({ kind: 'closed' });
  }
}

async function open(request: OpenRequest): Promise<void> {
  const { engine: name, threads, network, batchSize, keptAs, everySteps, hasNoTimers } = request;
  if (hasNoTimers === true) Object.assign(globalThis, { setTimeout: () => 0, setInterval: () => 0 });
  ort.env.wasm.wasmPaths = { mjs: `/runtime/${runtimeFiles}.mjs`, wasm: `/runtime/${runtimeFiles}.wasm` };
  const engine = await openEngine(name, { runtime: ort, ...(threads === undefined ? {} : { threads }) });
  const [images, labels] = await Promise.all(['images', 'labels'].map(fetchBytes));
  const directory = await scope.navigator.storage.getDirectory();
  const resumeFrom = keptAs === undefined ? undefined : await keptInBrowser(directory, keptAs);
  const trainer = smallTrainer(engine, { network, images, labels, batchSize, resumeFrom });
  trainer.observe((event) => {
    if (event.kind === 'step') scope.postMessage({ kind: 'step', loss: event.loss });
  });
  if (keptAs !== undefined) {
    const onWarning = (text: string) => scope.postMessage({ kind: 'warned', text });
    trainer.keepCheckpoints(
      keepInBrowser(directory, keptAs, { onWarning, ...(everySteps === undefined ? {} : { everySteps }) }),
    );
  }
  opened = { engine, trainer };
  const { epoch, step } = trainer.position;
  scope.postMessage({ kind: 'opened', engine: engine.name, threads: engine.threads, step: (epoch - 1) * 10 + step });
}

async function fetchBytes(name: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(`/${name}`)).arrayBuffer());
}
