// Computes beside the page, so that it never stutters. One thread: more would need headers that isolate the page.

import runtime from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { webWasm } from '../../../src/engines/onnxruntime/hosts/web-wasm.ts';
import type { InferenceReply, InferenceRequest } from './inference-messages.ts';
import { measureOcclusion } from './measure-occlusion.ts';
import { NetworkSession } from './network-session.ts';

env.wasm.wasmPaths = { wasm: runtime };

let host: ReturnType<typeof webWasm> | undefined;

let session: Promise<NetworkSession> | undefined;
const cancelled = new Set<number>();

addEventListener('message', ({ data }: MessageEvent<InferenceRequest>) => {
  if (data.kind === 'cancel') {
    cancelled.add(data.id);
    return;
  }
  answer(data).catch((error: unknown) => {
    reply({ kind: 'failed', id: data.id, message: error instanceof Error ? error.message : String(error) });
  });
});

async function answer(request: Exclude<InferenceRequest, { readonly kind: 'cancel' }>): Promise<void> {
  const { id } = request;
  if (request.kind === 'open') {
    const before = session;
    // A host that could not be had is asked for again: the network may be back.
    host = host?.catch(() => openHost()) ?? openHost();
    const opening = host;
    session = closed(before).then(async () => NetworkSession.open(await opening, request.model, request.imageShape));
    await session;
    return reply({ kind: 'opened', id });
  }
  if (session === undefined) throw new Error('there is no model yet');
  const open = await session;
  if (request.kind === 'run') {
    const outputs = await open.run(request.image, request.activations);
    const buffers = Object.values(outputs.activations).map(({ values }) => values.buffer);
    return reply({ kind: 'outputs', id, ...outputs }, buffers);
  }
  await measureOcclusion(open, request, async (progress) => {
    reply({ kind: 'progress', id, ...progress }, [progress.values.buffer]);
    // Messages that came while the batch was computed are handled here, one of which may cancel this.
    await new Promise((resolve) => setTimeout(resolve));
    return !cancelled.has(id);
  });
  cancelled.delete(id);
  reply({ kind: 'occluded', id });
}

function openHost(): ReturnType<typeof webWasm> {
  return webWasm({ env, InferenceSession, Tensor }, 1);
}

/** A model that could not be opened has nothing to close. */
async function closed(opening: Promise<NetworkSession> | undefined): Promise<void> {
  const before = await opening?.catch(() => undefined);
  await before?.close();
}

function reply(message: InferenceReply, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}
