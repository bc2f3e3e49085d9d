// From a file of torch.save to its tensors, by which of its formats the file has. Nothing in the file is run.
import { FormatError } from '../../errors/format-error.ts';
import { requireBytes } from '../require-bytes.ts';
import type { SafetensorsTensor } from '../safetensors/tensor.ts';
import { readArchive } from './read-archive.ts';
import { isLegacy, readLegacy } from './read-legacy.ts';
import { isTar } from './tar.ts';
import { isZip } from './zip.ts';

/** Bytes for tensors that are not in row-major order, beside four times the file. */
const smallCopies = 2 ** 24;

/**
 * The tensors of a state_dict, in its order and row-major, of whatever dtype they were saved in; views of `bytes` where
 * possible. A dict that holds exactly one state_dict beside other data, as training scripts save it, is accepted too.
 *
 * @param where what to call the bytes in errors: the path
 * @throws FormatError naming the part of the file and what is wrong
 */
export function decodeTorchFile(bytes: Uint8Array, where: string): ReadonlyMap<string, SafetensorsTensor> {
  requireBytes(bytes, where);
  const copyLimit = smallCopies + 4 * bytes.length;
  if (isLegacy(bytes)) return readLegacy(bytes, where, copyLimit);
  if (isZip(bytes)) return readArchive(bytes, where, copyLimit);
  if (isTar(bytes)) {
    throw new FormatError(`${where}: is a tar archive, as torch.save wrote them before PyTorch 0.1.10`, {
      hint: 'load it and save it again with a newer PyTorch: torch.save(torch.load(file), file)',
    });
  }
  throw new FormatError(`${where}: is not a file of torch.save`, {
    hint: 'give a .pt or .pth file, written by torch.save',
  });
}
