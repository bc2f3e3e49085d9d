// What a file is, by its first bytes and not by its name: one that is given in place of another is called what it is. Bytes
// only, so that it needs no Node; kind-of-file.ts reads them.
import { pictureFormats, pictureSignatures } from '../images/picture-formats.ts';
import { largestHeader, prefixSize } from './safetensors/header.ts';
import { isLegacy } from './torch/read-legacy.ts';
import { isTar } from './torch/tar.ts';
import { firstEntryName, isZip } from './torch/zip.ts';

/** Kinds that are treated alike wherever another one is expected. */
export type FileFamily =
  | 'safetensors'
  | 'torch'
  | 'onnx'
  | 'picture'
  | 'empty'
  | 'pointer'
  | 'page'
  /** A zip or tar archive, which torch.save may have written all the same. */
  | 'archive'
  | 'packed'
  | 'other';

export interface FileKind {
  readonly family: FileFamily;
  /** Behind "is", e.g. `a PNG picture`. */
  readonly called: string;
}

type FileKindRow = FileKind &
  ({ readonly hex: RegExp } | { readonly text: RegExp } | { readonly is: (bytes: Uint8Array) => boolean });

/** A tar archive says behind its first name that it is one, an HTML page may begin with a comment. */
export const startLength = 512;
const hexLength = 16;

/** What a person can do with a file of such a family wherever it is of no use. */
export const fileAdvice: { readonly [Family in FileFamily]?: string } = {
  empty: 'it was not written or not downloaded to its end: get it again',
  pointer: 'it stands for a file that is elsewhere: get that with git lfs pull',
  page: 'a download brought this page in place of the file: get the file again',
  archive: 'unpack it first',
  packed: 'unpack it first',
};

/** The first that matches counts. */
const rows: readonly FileKindRow[] = [
  { family: 'empty', called: 'an empty file', is: (bytes) => bytes.length === 0 },
  { family: 'safetensors', called: 'a safetensors file', is: isSafetensors },
  { family: 'torch', called: 'a file of PyTorch', is: (bytes) => isLegacy(bytes) || isTorchArchive(bytes) },
  ...pictureFormats.map((format) => ({
    family: 'picture' as const,
    called: `${/^[AEIO]/.test(format) ? 'an' : 'a'} ${format} picture`,
    hex: pictureSignatures[format],
  })),
  { family: 'other', called: 'a BMP picture', hex: /^424d.{8}0{8}/ },
  { family: 'other', called: 'a HEIC picture', hex: /^.{8}66747970(686569|68657678)/ },
  { family: 'archive', called: 'a zip archive', is: isZip },
  { family: 'archive', called: 'a tar archive', is: isTar },
  { family: 'packed', called: 'packed with gzip', hex: /^1f8b/ },
  { family: 'packed', called: 'packed with bzip2', hex: /^425a68[3-9]/ },
  { family: 'packed', called: 'packed with xz', hex: /^fd377a585a00/ },
  { family: 'packed', called: 'packed with zstd', hex: /^28b52ffd/ },
  { family: 'packed', called: 'a 7z archive', hex: /^377abcaf271c/ },
  { family: 'other', called: 'a PDF document', hex: /^255044462d/ },
  { family: 'other', called: 'a NumPy array', hex: /^934e554d5059/ },
  { family: 'other', called: 'an HDF5 file, as Keras writes them', hex: /^894844460d0a1a0a/ },
  { family: 'other', called: 'a GGUF file', hex: /^47475546/ },
  { family: 'other', called: 'an IDX file, as MNIST consists of', hex: /^000008(01|03)/ },
  { family: 'other', called: 'a pickle of Python', hex: /^800[2-5]/ },
  // Field 1 of the message is the version, a small number; behind it comes a text, the graph or the list of operators.
  { family: 'onnx', called: 'an ONNX model', hex: /^08[01][0-9a-f](12|1a|22|28|32|3a|42)/ },
  { family: 'pointer', called: 'a Git LFS pointer', text: /^version https:\/\/git-lfs\.github\.com\// },
  { family: 'page', called: 'an HTML page', text: /^\s*<(!doctype html|html|head|body)\b/i },
  { family: 'other', called: 'an SVG drawing', text: /^\s*<svg\b|^\s*<\?xml[^>]*>[^>]*<svg\b/ },
  { family: 'other', called: 'a JSON file', text: /^\s*(\{\s*["}]|\[)/ },
  { family: 'other', called: 'a text file', text: /\S/ },
];

/** @param bytes the file, or at least its first 512 bytes. @returns undefined for what nobody here knows */
export function fileKind(bytes: Uint8Array): FileKind | undefined {
  const start = bytes.subarray(0, startLength);
  const hex = Array.from(start.subarray(0, hexLength), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const text = textOf(start);
  return rows.find((row) => {
    if ('is' in row) return row.is(start);
    return 'hex' in row ? row.hex.test(hex) : text !== undefined && row.text.test(text);
  });
}

/** The length of the header, which is JSON. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes[prefixSize] !== '{'.charCodeAt(0)) return false;
  return new DataView(bytes.buffer, bytes.byteOffset, prefixSize).getBigUint64(0, true) <= BigInt(largestHeader);
}

/** torch.save puts everything into one folder, TorchScript too. */
function isTorchArchive(bytes: Uint8Array): boolean {
  return (
    isZip(bytes) && /^[^/]+\/(data\.pkl|constants\.pkl|version|byteorder|code\/|data\/)/.test(firstEntryName(bytes))
  );
}

/** Undefined where the bytes are no UTF-8, or hold what no text does; the last letter may be cut. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const isControl = (byte: number) => byte < 9 || (byte > 13 && byte < 27);
    if (bytes.some(isControl)) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
