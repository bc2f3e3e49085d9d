// The safetensors format, for weights and checkpoints: what the other folders import.
// see: https://github.com/huggingface/safetensors
export { countsToFloat32, toFloat16, toFloat32 } from './safetensors/half-precision.ts';
export {
  decodeSafetensors,
  readSafetensors,
  readSafetensorsMetadata,
  type SafetensorsFile,
} from './safetensors/read.ts';
export {
  type Float32Tensor,
  float32Tensors,
  type SafetensorsDtype,
  type SafetensorsTensor,
} from './safetensors/tensor.ts';
export { encodeSafetensors, writeSafetensors } from './safetensors/write.ts';
