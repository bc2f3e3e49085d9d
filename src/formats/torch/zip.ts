// Reads the zip archives that torch.save writes: entries that are stored, not compressed, each checked by its CRC-32.
// The directory at the end is what counts; nothing is allocated by what it claims, since all entries are views.
// see: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3.7, 4.3.12, 4.3.16)
import { FormatError } from '../../errors/format-error.ts';
import { compareBytes } from '../compare-bytes.ts';
import { crc32 } from '../crc32.ts';

const localHeader = { signature: 0x04034b50, size: 30 };
const directoryEntry = { signature: 0x02014b50, size: 46 };
const directoryEnd = { signature: 0x06054b50, size: 22 };
/** The comment behind the directory may be so long. */
const longestComment = 0xffff;
/** Stands for a number that is in a zip64 field: archives above 4 GiB or 65,534 entries. */
const elsewhere = 0xffffffff;
const encryptedFlag = 1;
const damaged = 'the file is damaged: save or copy it again';

interface DirectoryEntry {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly storedSize: number;
  readonly size: number;
  readonly localStart: number;
}

/** Bytes of the archive that an entry takes, its local header included. */
interface Range {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** Name of the first entry, given the first bytes of an archive. */
export function firstEntryName(start: Uint8Array): string {
  if (start.length < localHeader.size) return '';
  const length = viewOf(start).getUint16(26, true);
  return new TextDecoder().decode(start.subarray(localHeader.size, localHeader.size + length));
}

/** Names of all entries, whatever they hold. @throws FormatError for a directory that is damaged */
export function listZip(archive: Uint8Array, where: string): readonly string[] {
  return readDirectory(archive, where).entries.map(({ name }) => name);
}

/**
 * The contents by name, their checksums checked. Folders are left out.
 * @param where what to call the archive in errors
 * @throws FormatError for damage of any kind, compression, encryption, entries that overlap
 */
export function readZip(archive: Uint8Array, where: string): ReadonlyMap<string, Uint8Array> {
  const contents = new Map<string, Uint8Array>();
  const ranges: Range[] = [];
  const { entries, start } = readDirectory(archive, where);
  for (const entry of entries) {
    const fail = (problem: string, hint = damaged): never => {
      throw new FormatError(`${where}: ${JSON.stringify(entry.name)} ${problem}`, { hint });
    };
    const begin = findData(archive, start, entry, fail);
    const bytes = archive.subarray(begin, begin + entry.size);
    if (crc32(bytes) !== entry.checksum) fail('is damaged: its CRC-32 is not the recorded one');
    if (contents.has(entry.name)) fail('occurs twice');
    ranges.push({ name: entry.name, begin: entry.localStart, end: begin + entry.size });
    if (!entry.name.endsWith('/')) contents.set(entry.name, bytes);
  }
  requireApart(ranges, where);
  return contents;
}

function readDirectory(archive: Uint8Array, where: string) {
  const fail = (problem: string, hint = damaged): never => {
    throw new FormatError(`${where}: ${problem}`, { hint });
  };
  const view = viewOf(archive);
  const end = findDirectoryEnd(view) ?? fail('the zip archive has no directory at its end: the file is cut short');
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count === 0xffff || start === elsewhere) fail('a zip archive above 4 GiB is not read', 'save fewer tensors');
  const entries: DirectoryEntry[] = [];
  let position = start;
  for (let index = 0; index < count; index++) {
    const nameStart = position + directoryEntry.size;
    if (nameStart > end || view.getUint32(position, true) !== directoryEntry.signature) {
      fail(`the zip directory is damaged at entry ${index + 1} of ${count}`);
    }
    const nameEnd = nameStart + view.getUint16(position + 28, true);
    const next = nameEnd + view.getUint16(position + 30, true) + view.getUint16(position + 32, true);
    if (next > end) fail(`the zip directory is damaged at entry ${index + 1} of ${count}`);
    const nameBytes = archive.subarray(nameStart, nameEnd);
    entries.push({
      name: new TextDecoder().decode(nameBytes),
      nameBytes,
      flags: view.getUint16(position + 8, true),
      method: view.getUint16(position + 10, true),
      checksum: view.getUint32(position + 16, true),
      storedSize: view.getUint32(position + 20, true),
      size: view.getUint32(position + 24, true),
      localStart: view.getUint32(position + 42, true),
    });
    position = next;
  }
  return { entries, start };
}

function findDirectoryEnd(view: DataView): number | undefined {
  const last = view.byteLength - directoryEnd.size;
  for (let position = last; position >= Math.max(0, last - longestComment); position--) {
    if (view.getUint32(position, true) !== directoryEnd.signature) continue;
    if (position + directoryEnd.size + view.getUint16(position + 20, true) === view.byteLength) return position;
  }
  return undefined;
}

/** Where the entry's data begins: behind a local header that agrees with the directory's. */
function findData(
  archive: Uint8Array,
  directoryStart: number,
  { nameBytes, flags, method, storedSize, size, localStart }: DirectoryEntry,
  fail: (problem: string, hint?: string) => never,
): number {
  if ((flags & encryptedFlag) !== 0) fail('is encrypted', 'give the file as torch.save wrote it');
  if (method !== 0) fail('is compressed', 'give the file as torch.save wrote it, not packed again');
  if (storedSize !== size) fail('has two different sizes');
  if (size === elsewhere || localStart === elsewhere)
    fail('lies beyond 4 GiB, which is not read', 'save fewer tensors');
  const view = viewOf(archive);
  const nameStart = localStart + localHeader.size;
  if (nameStart > directoryStart || view.getUint32(localStart, true) !== localHeader.signature) {
    fail('is not where the directory says');
  }
  const nameEnd = nameStart + view.getUint16(localStart + 26, true);
  if (compareBytes(archive.subarray(nameStart, nameEnd), nameBytes) !== 0) fail('has two different names');
  const begin = nameEnd + view.getUint16(localStart + 28, true);
  if (begin + size > directoryStart) fail('reaches beyond the end of the archive');
  return begin;
}

/** Entries that share bytes are how a small archive claims to be a large one. */
function requireApart(ranges: readonly Range[], where: string): void {
  const sorted = [...ranges].sort((a, b) => a.begin - b.begin);
  for (const [index, { name, begin }] of sorted.entries()) {
    if (index === 0 || begin >= sorted[index - 1].end) continue;
    throw new FormatError(`${where}: ${JSON.stringify(sorted[index - 1].name)} and ${JSON.stringify(name)} overlap`, {
      hint: damaged,
    });
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
