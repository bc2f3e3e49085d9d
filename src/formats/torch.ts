// The files of PyTorch's torch.save, read without running anything in them: what the other folders import.
export type { TorchCheckpoint } from './torch/find-state-dict.ts';
export { decodeTorchCheckpoint, decodeTorchFile, type TorchFileOptions } from './torch/read.ts';
