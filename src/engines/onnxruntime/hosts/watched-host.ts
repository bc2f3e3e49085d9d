// A host whose sessions are watched: Node's binding of the library computes on the main thread, so a driver that never answers would
// hold the process for ever, without a word, and Ctrl-C with it.
import type * as ort from 'onnxruntime-node';
import { DeviceLostError } from '../../../errors/device-lost-error.ts';
import type { GoogLeNetError } from '../../../errors/googlenet-error.ts';
import { OverdueWatch } from '../../overdue/overdue-watch.ts';
import type { OnnxHost, Runtime } from './host.ts';

/** No step takes this long, nor does compiling one. */
const patience = 600_000;

/** How long one call may take, and the line that is written where it takes longer, which ends the process. */
export interface WatchOptions {
  /** Default: 10 minutes. */
  readonly milliseconds?: number;
  /** Default: code and message. */
  readonly describe?: ((error: GoogLeNetError) => string) | undefined;
}

export async function watchedHost(
  host: OnnxHost,
  { milliseconds = patience, describe = ({ code, message }) => `error ${code}: ${message}` }: WatchOptions = {},
): Promise<OnnxHost> {
  const hung = new DeviceLostError(
    `${host.engine} has not answered for ${milliseconds / 1000} s: the driver of the GPU hangs`,
    {
      hint: 'a training goes on from its last checkpoint (--resume), on the processor with --engine onnxruntime --allow-engine-change; look for a newer driver',
    },
  );
  const watch = await OverdueWatch.start({ milliseconds, line: describe(hung) });
  const { InferenceSession, Tensor } = host.runtime;
  const create = async (model: Uint8Array, options: ort.InferenceSession.SessionOptions) => {
    const session = await watch.during(() => InferenceSession.create(model, options));
    return {
      run: (feeds: ort.InferenceSession.FeedsType) => watch.during(() => session.run(feeds)),
      release: () => watch.during(() => session.release()),
    };
  };
  return {
    ...host,
    runtime: { Tensor, InferenceSession: { create } } as unknown as Runtime,
    release: async () => {
      await watch.stop();
      await host.release?.();
    },
  };
}
