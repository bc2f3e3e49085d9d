// A checkpoint that was changed or cut after it was saved: its own checksum proves it.
import { CheckpointError } from './checkpoint-error.ts';

export class DamagedCheckpointError extends CheckpointError {}
