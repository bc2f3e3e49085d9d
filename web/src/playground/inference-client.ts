// The page's side of the worker: requests as promises.
import type { ImageShape } from '../../../src/images/image-form.ts';
import type { InferenceReply, InferenceRequest } from './inference-messages.ts';
import type { OcclusionProgress, OcclusionRequest } from './measure-occlusion.ts';
import type { NetworkOutputs } from './network-session.ts';

/** What the client needs of a Worker. */
export interface InferencePort {
  postMessage(request: InferenceRequest): void;
  onmessage: ((event: MessageEvent<InferenceReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Pending {
  readonly resolve: (reply: InferenceReply) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: (progress: OcclusionProgress) => void;
}

type Unnumbered<Request> = Request extends unknown ? Omit<Request, 'id'> : never;

export class InferenceClient {
  readonly #port: InferencePort;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(port: InferencePort) {
    this.#port = port;
    port.onmessage = ({ data }) => this.#receive(data);
    port.onerror = ({ message }) => {
      // The worker could not be loaded, or died.
      const error = new Error(message || 'the worker cannot be started');
      for (const { reject } of this.#pending.values()) reject(error);
      this.#pending.clear();
    };
  }

  async open(model: Uint8Array, imageShape: ImageShape): Promise<void> {
    await this.#ask({ kind: 'open', model, imageShape });
  }

  async run(image: Float32Array, activations: readonly string[]): Promise<NetworkOutputs> {
    const reply = await this.#ask({ kind: 'run', image, activations });
    if (reply.kind !== 'outputs') throw new Error(`the worker answered '${reply.kind}'`);
    return reply;
  }

  /** Ends early, without an error, when the signal says so. */
  async occlude(
    request: OcclusionRequest,
    {
      onProgress,
      signal,
    }: { readonly onProgress: (progress: OcclusionProgress) => void; readonly signal: AbortSignal },
  ): Promise<void> {
    const id = this.#lastId + 1;
    const cancel = () => this.#port.postMessage({ kind: 'cancel', id });
    const asked = this.#ask({ kind: 'occlude', ...request }, (progress) => {
      if (!signal.aborted) onProgress(progress);
    });
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await asked;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  #ask(
    request: Unnumbered<Exclude<InferenceRequest, { readonly kind: 'cancel' }>>,
    onProgress?: Pending['onProgress'],
  ): Promise<InferenceReply> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, ...(onProgress === undefined ? {} : { onProgress }) });
      this.#port.postMessage({ ...request, id });
    });
  }

  #receive(reply: InferenceReply): void {
    const pending = this.#pending.get(reply.id);
    if (reply.kind === 'progress') {
      pending?.onProgress?.(reply);
      return;
    }
    this.#pending.delete(reply.id);
    if (reply.kind === 'failed') pending?.reject(new Error(reply.message));
    else pending?.resolve(reply);
  }
}
