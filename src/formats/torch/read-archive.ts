// The zip archives that torch.save writes since PyTorch 1.6.
//   archive/data.pkl    the dict, with tensors that refer to storages by key
//   archive/data/KEY    the bytes of a storage
//   archive/byteorder   little or big; written by newer versions of PyTorch
import { FormatError } from '../../errors/format-error.ts';
import { PickleCursor } from './pickle-cursor.ts';
import type { PickleRoot } from './pickle-values.ts';
import { torchHost } from './torch-tensor.ts';
import { unpickle } from './unpickle.ts';
import { listZip, readZip } from './zip.ts';

const longestPickle = 2 ** 24;

/** @param copyLimit as of `torchHost`. @throws FormatError */
export function readArchive(bytes: Uint8Array, where: string, copyLimit: number): PickleRoot {
  const fail = (problem: string, hint: string): never => {
    throw new FormatError(`${where}: ${problem}`, { hint });
  };
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
  const host = torchHost({ storage: (key) => contents.get(`${folder}data/${key}`), copyLimit, where: inside });
  return { root: unpickle(new PickleCursor(pickle, inside), host, inside), where: inside };
}
