// A GPU that is gone: its driver gave up on what it computed, or somebody reset or unplugged it.
import { EngineError } from './engine-error.ts';

export class DeviceLostError extends EngineError {
  override readonly code = 'DEVICE_LOST';
}
