// The files of PyTorch's torch.save, read without running anything in them: what the other folders import.
export { decodeTorchFile } from './torch/read.ts';
