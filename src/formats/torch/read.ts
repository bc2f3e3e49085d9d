// From a file of torch.save to its tensors. Nothing in the file is run.
//   archive/data.pkl    the dict, with tensors that refer to storages by key
//   archive/data/KEY    the bytes of a storage
//   archive/byteorder   little or big; written by newer versions of PyTorch
import { FormatError } from '../../errors/format-error.ts';
import { requireBytes } from '../require-bytes.ts';
import type { SafetensorsTensor } from '../safetensors/tensor.ts';
import { findStateDict } from './find-state-dict.ts';
import { torchHost } from './torch-tensor.ts';
import { unpickle } from './unpickle.ts';
import { isZip, listZip, readZip } from './zip.ts';

/** How the format before PyTorch 1.6 begins: its magic number, pickled. */
const legacyOpening = Uint8Array.of(0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19);
const longestPickle = 2 ** 24;
/** Bytes for tensors that are not in row-major order, beside four times the file. */
const smallCopies = 2 ** 24;

/** Whether the bytes begin as those of any torch.save do, old ones included. */
export function isTorchFile(bytes: Uint8Array): boolean {
  return isZip(bytes) || isLegacy(bytes);
}

/**
 * The tensors of a state_dict, in its order and row-major, of whatever dtype they were saved in; views of `bytes` where
 * possible. A dict that holds exactly one state_dict beside other data, as training scripts save it, is accepted too.
 *
 * @param where what to call the bytes in errors: the path
 * @throws FormatError naming the part of the file and what is wrong
 */
export function decodeTorchFile(bytes: Uint8Array, where: string): ReadonlyMap<string, SafetensorsTensor> {
  requireBytes(bytes, where);
  const fail = (problem: string, hint: string): never => {
    throw new FormatError(`${where}: ${problem}`, { hint });
  };
  if (isLegacy(bytes)) {
    fail(
      'is in the format that torch.save wrote before PyTorch 1.6',
      'load it and save it again with PyTorch 1.6 or newer',
    );
  }
  if (!isZip(bytes)) fail('is not a file of torch.save', 'give a .pt or .pth file, written by torch.save');
  const names = listZip(bytes, where);
  if (names.some((name) => /^[^/]+\/constants\.pkl$/.test(name))) {
    fail('is a TorchScript archive', 'save the weights instead: torch.save(model.state_dict(), file)');
  }
  const pickles = names.filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  const [pickleName] = pickles;
  if (pickles.length !== 1) fail('is a zip archive without a data.pkl', 'give a file written by torch.save');
  const contents = readZip(bytes, where);
  const folder = pickleName.slice(0, -'data.pkl'.length);
  const order = contents.get(`${folder}byteorder`);
  const byteOrder = order === undefined ? 'little' : new TextDecoder().decode(order).trim();
  if (byteOrder !== 'little') {
    fail(`${folder}byteorder says ${JSON.stringify(byteOrder)}`, 'save it again on a little-endian machine');
  }
  const pickle = contents.get(pickleName) as Uint8Array;
  const inside = `${where}: ${pickleName}`;
  if (pickle.length > longestPickle) {
    fail(`${pickleName} has ${pickle.length} bytes, ${longestPickle} at most are read`, 'save the weights alone');
  }
  const host = torchHost({
    storage: (key) => contents.get(`${folder}data/${key}`),
    copyLimit: smallCopies + 4 * bytes.length,
    where: inside,
  });
  return findStateDict(unpickle(pickle, host, inside), inside);
}

function isLegacy(bytes: Uint8Array): boolean {
  return legacyOpening.every((byte, index) => bytes[index] === byte);
}
