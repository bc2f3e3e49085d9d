// A GPU whose memory, or whose limit for one tensor, is too small for what was asked of it.
import { EngineError } from './engine-error.ts';

export class DeviceMemoryError extends EngineError {
  override readonly code = 'DEVICE_MEMORY';
}
