// Reads a file of weights in either format, which its content tells, not its name.
import { FormatError } from '../errors/format-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { lookInto } from '../formats/kind-of-file.ts';
import { largestBinaryFile, readRegularFileSync } from '../formats/regular-file.ts';
import { readSafetensors, type SafetensorsTensor } from '../formats/safetensors.ts';
import { decodeTorchCheckpoint } from '../formats/torch.ts';
import { modelTensors } from '../training/checkpoint.ts';

export interface WeightsFile {
  readonly format: 'torch.save' | 'safetensors';
  readonly tensors: ReadonlyMap<string, SafetensorsTensor>;
  /** Metadata of a safetensors file; empty for other formats. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Key under which a file of torch.save held the weights, beside what was left out. */
  readonly key: string | undefined;
  readonly leftOut: readonly string[];
}

/**
 * @param shown what to call the file in errors
 * @param key which state_dict of a file of torch.save
 * @throws FormatError for a file that is neither, is damaged or cannot be read
 */
export function readWeightsFile(path: string, shown: string, key?: string): WeightsFile {
  const { family } = lookInto(path, shown) ?? {};
  if (family === 'torch' || family === 'archive') {
    return { format: 'torch.save', metadata: {}, ...decodeTorchCheckpoint(readTorchFile(path, shown), shown, { key }) };
  }
  if (family !== undefined && family !== 'safetensors') {
    throw new FormatError(`${shown}: is neither a safetensors file nor one of torch.save`, {
      hint: 'give a .pt, .pth or .safetensors file',
    });
  }
  if (key !== undefined) {
    throw new FormatError(`${shown}: is a safetensors file, which has no keys`, { hint: 'leave the key out' });
  }
  const read = readSafetensors(path);
  return { format: 'safetensors', tensors: modelTensors(read), metadata: read.metadata, key: undefined, leftOut: [] };
}

function readTorchFile(path: string, shown: string): Uint8Array {
  try {
    return readRegularFileSync(path, largestBinaryFile);
  } catch (cause) {
    const hint = 'save the weights alone: torch.save(model.state_dict(), file)';
    throw new FormatError(`${shown}: cannot be read: ${reasonOf(cause)}`, { hint, cause });
  }
}
