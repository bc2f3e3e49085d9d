// A file that does not follow its format: safetensors, torch.save, ONNX, TensorBoard.
import { GoogLeNetError } from './googlenet-error.ts';

export class FormatError extends GoogLeNetError {
  readonly code = 'INVALID_FILE';
}
