// What a failure of the library on a device comes of. It passes on what Dawn says, whose words are told apart here; a device that
// has no memory left hands out buffers that are not valid, so the first that uses one fails.
import { DeviceLostError } from '../../errors/device-lost-error.ts';
import { DeviceMemoryError } from '../../errors/device-memory-error.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';

const words = {
  lost: /\bis lost|\bwas lost|device lost|DEVICE_(LOST|HUNG|REMOVED|RESET)/i,
  memory: /out.of.(device.|host.)?memory|exceeds the max|\[Invalid (Buffer|BindGroup|CommandBuffer)|bad_alloc/i,
} as const;

/** @param doing e.g. `webgpu failed to run train` */
export function deviceFailure(doing: string, cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const reason = reasonOf(cause);
  if (words.lost.test(reason)) {
    return new DeviceLostError(`${doing}: the GPU was lost`, {
      hint: 'start again, and a training goes on from its last checkpoint (--resume); if it happens again, look for a newer driver',
      cause,
    });
  }
  if (words.memory.test(reason)) {
    return new DeviceMemoryError(`${doing}: the GPU has not enough memory`, {
      hint: 'take a smaller batch (--batch-size) or smaller images, or end what else uses the GPU',
      cause,
    });
  }
  return new EngineError(`${doing}: ${reason}`, { cause });
}
