// The safetensors format, for weights and checkpoints: what the other folders import.
// see: https://github.com/huggingface/safetensors
export { decodeSafetensors, type SafetensorsFile } from './safetensors/decode.ts';
export { encodeSafetensors } from './safetensors/encode.ts';
export { countsToFloat32, toFloat16, toFloat32 } from './safetensors/half-precision.ts';
export { readSafetensors, readSafetensorsMetadata } from './safetensors/read.ts';
export {
  type Float32Tensor,
  float32Tensors,
  type SafetensorsDtype,
  type SafetensorsTensor,
} from './safetensors/tensor.ts';
export { writeSafetensors } from './safetensors/write.ts';
