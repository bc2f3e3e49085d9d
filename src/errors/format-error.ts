// A file that does not follow its format: safetensors, ONNX.
import { GoogLeNetError } from './googlenet-error.ts';

export class FormatError extends GoogLeNetError {
  readonly code = 'INVALID_FILE';
}
