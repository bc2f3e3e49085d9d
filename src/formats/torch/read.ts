// From a file of torch.save to its tensors, by which of its formats the file has. Nothing in the file is run.
import { FormatError } from '../../errors/format-error.ts';
import { requireType } from '../../errors/require-option.ts';
import { requireBytes } from '../require-bytes.ts';
import type { SafetensorsTensor } from '../safetensors/tensor.ts';
import { findStateDict, type TorchCheckpoint } from './find-state-dict.ts';
import type { PickleRoot } from './pickle-values.ts';
import { readArchive } from './read-archive.ts';
import { isLegacy, readLegacy } from './read-legacy.ts';
import { isTar } from './tar.ts';
import { isZip } from './zip.ts';

/** Bytes for tensors that are not in row-major order, beside four times the file. */
const smallCopies = 2 ** 24;

/** What to take of a file of torch.save. */
export interface TorchFileOptions {
  /** Under which key of the file's dict the state_dict stands, e.g. `ema`; needed only where several do. */
  readonly key?: string | undefined;
}

/**
 * The tensors of a state_dict, in its order and row-major, of whatever dtype they were saved in; views of `bytes` where
 * possible. Of a checkpoint, as training scripts save them, they are those of the one state_dict that it holds beside other
 * data (`decodeTorchCheckpoint` says which).
 *
 * @param where what to call the bytes in errors: the path
 * @throws FormatError naming the part of the file and what is wrong
 */
export function decodeTorchFile(
  bytes: Uint8Array,
  where: string,
  options: TorchFileOptions = {},
): ReadonlyMap<string, SafetensorsTensor> {
  return decodeTorchCheckpoint(bytes, where, options).tensors;
}

/**
 * A file of torch.save with the one state_dict that it holds: its tensors, the key under which it stood, and what was left
 * out beside it, such as `epoch`, `optimizer` and hyper-parameters. These may be numbers, texts, tensors, and plain data of
 * Python's standard library; a file that names any other class or function is refused, and nothing in it is run.
 *
 * @param where what to call the bytes in errors: the path
 * @throws FormatError also where several state_dicts fit: then `key` says which
 */
export function decodeTorchCheckpoint(
  bytes: Uint8Array,
  where: string,
  { key }: TorchFileOptions = {},
): TorchCheckpoint {
  requireBytes(bytes, where);
  if (key !== undefined) requireType('key', key, 'string');
  return findStateDict(readRoot(bytes, where), key);
}

function readRoot(bytes: Uint8Array, where: string): PickleRoot {
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
