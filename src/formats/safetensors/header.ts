// The header of a safetensors file, read with distrust: nothing is allocated for a tensor before all of them are known
// to be what they say and to cover the data exactly.
//   u64 N | N bytes of JSON, padded with spaces | data
import { FormatError } from '../../errors/format-error.ts';
import { HeaderScanner, quoteName } from './header-scanner.ts';
import { dtypeNames, dtypeSize, elementCount, isDtype, type SafetensorsDtype } from './tensor.ts';

/** Bytes of the u64 that opens the file. */
export const prefixSize = 8;
/** The reference implementation's limit, in bytes. */
export const largestHeader = 100_000_000;
/** Far above any use; keeps a hostile header from asking for a huge array. */
const largestRank = 64;

export interface TensorEntry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  /** Bytes from the start of the data. */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly entries: readonly TensorEntry[];
  /** Without a prototype: `metadata.toString` is undefined unless the file has it. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads N, and checks that the file can hold a header of that length. */
export function parseHeaderLength(prefix: Uint8Array, fileSize: number, where: string): number {
  if (fileSize < prefixSize || prefix.length < prefixSize) {
    throw damaged(where, `a safetensors file has at least ${prefixSize} bytes, got ${fileSize}`);
  }
  const length = new DataView(prefix.buffer, prefix.byteOffset, prefixSize).getBigUint64(0, true);
  if (length > BigInt(largestHeader)) {
    throw damaged(where, `the header may have ${largestHeader} bytes at most, but says ${length}`);
  }
  if (prefixSize + Number(length) > fileSize) {
    throw damaged(where, `the header ends at byte ${prefixSize + Number(length)}, but the file has ${fileSize}`);
  }
  return Number(length);
}

/** Reads the JSON, and checks every tensor against its range and the ranges against the data. */
export function parseHeader(header: Uint8Array, dataSize: number, where: string): SafetensorsHeader {
  const scanner = new HeaderScanner(decodeText(header, where), where);
  const entries: TensorEntry[] = [];
  const metadata: Record<string, string> = Object.create(null);
  scanner.object('header', (name) => {
    if (name === '__metadata__') {
      scanner.object('__metadata__', (key) => {
        metadata[key] = scanner.string(`__metadata__ ${quoteName(key)}`);
      });
    } else {
      entries.push(parseEntry(scanner, name, where));
    }
  });
  scanner.end('header');
  checkCover(entries, dataSize, where);
  return { entries, metadata };
}

function decodeText(header: Uint8Array, where: string): string {
  if (header[0] !== '{'.charCodeAt(0)) {
    throw damaged(where, 'the header does not begin with "{"');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(header);
  } catch (cause) {
    throw damaged(where, 'the header is not UTF-8', cause);
  }
}

function parseEntry(scanner: HeaderScanner, name: string, where: string): TensorEntry {
  const what = `tensor ${quoteName(name)}`;
  let dtype: string | undefined;
  let shape: readonly number[] | undefined;
  let offsets: readonly number[] | undefined;
  scanner.object(what, (field) => {
    switch (field) {
      case 'dtype':
        dtype = scanner.string(`${what}: dtype`);
        break;
      case 'shape':
        shape = scanner.integers(`${what}: shape`, largestRank);
        break;
      case 'data_offsets':
        offsets = scanner.integers(`${what}: data_offsets`, 2);
        break;
      default:
        throw damaged(where, `${what}: unknown field ${quoteName(field)}`);
    }
  });
  if (dtype === undefined || shape === undefined || offsets?.length !== 2) {
    throw damaged(where, `${what}: expected dtype, shape and two data_offsets`);
  }
  if (!isDtype(dtype)) {
    throw damaged(where, `${what}: expected a dtype of ${dtypeNames.join(' ')}, got ${quoteName(dtype)}`);
  }
  const [begin = 0, end = 0] = offsets;
  checkSize({ name, dtype, shape, begin, end }, what, where);
  return { name, dtype, shape, begin, end };
}

function checkSize({ dtype, shape, begin, end }: TensorEntry, what: string, where: string): void {
  const size = (elementCount(shape) ?? Infinity) * dtypeSize(dtype);
  if (!Number.isSafeInteger(size)) {
    throw damaged(where, `${what}: shape [${shape}] has more than 2^53 bytes`);
  }
  if (end < begin) {
    throw damaged(where, `${what}: data_offsets end at ${end}, before they begin at ${begin}`);
  }
  if (end - begin !== size) {
    throw damaged(where, `${what}: ${dtype} of shape [${shape}] needs ${size} bytes, data_offsets hold ${end - begin}`);
  }
}

/** The ranges, in order, must touch each other, start at 0 and end with the file. */
function checkCover(entries: readonly TensorEntry[], dataSize: number, where: string): void {
  let covered = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) {
      const problem = begin > covered ? 'leave a hole after' : 'overlap the data before';
      throw damaged(where, `tensor ${quoteName(name)}: data_offsets begin at ${begin} and ${problem} byte ${covered}`);
    }
    if (end > dataSize) {
      throw damaged(
        where,
        `tensor ${quoteName(name)}: data_offsets end at ${end}, but the file has ${dataSize} bytes of data`,
      );
    }
    covered = end;
  }
  if (covered !== dataSize) {
    throw damaged(where, `the tensors end at byte ${covered} of the data, but the file has ${dataSize}`);
  }
}

function damaged(where: string, problem: string, cause?: unknown): FormatError {
  return new FormatError(`${where}: ${problem}`, { hint: 'the file is damaged, cut short, or not safetensors', cause });
}
