// What is known of each picture once it was decoded: the SHA-256 of its file, a checksum of its pixels, its size; or why it
// is left out. 48 bytes each, so that a million pictures are 48 MB, in memory as in the cache file.
import { z } from 'zod';

/** Size of a picture as it is seen, turned upright. */
export interface PictureSize {
  readonly rows: number;
  readonly columns: number;
}

export interface PictureRecord extends PictureSize {
  /** SHA-256 of the file's bytes. */
  readonly sha256: Buffer;
  /** CRC-32 of the pixels. */
  readonly checksum: number;
}

/** Why a picture is left out. */
export interface Omission {
  readonly reason: string;
  /** The file could not be read: it may be the next time, though it will not have changed. */
  readonly isUnreadable: boolean;
}

const recordBytes = 48;
const [checksumAt, rowsAt, columnsAt] = [32, 36, 40];

const omissionsSchema = z.array(
  z.tuple([z.int().nonnegative(), z.object({ reason: z.string(), isUnreadable: z.boolean() })]),
);

export class ImageIndex {
  readonly count: number;
  readonly #records: Buffer;
  readonly #omissions: Map<number, Omission>;

  constructor(
    count: number,
    records: Buffer = Buffer.alloc(count * recordBytes),
    omissions = new Map<number, Omission>(),
  ) {
    this.count = count;
    this.#records = records;
    this.#omissions = omissions;
  }

  /** By index. */
  get omissions(): ReadonlyMap<number, Omission> {
    return this.#omissions;
  }

  /** SHA-256 of the file of a picture that is not left out. */
  sha256(index: number): string {
    return this.#records.toString('hex', index * recordBytes, index * recordBytes + checksumAt);
  }

  checksum(index: number): number {
    return this.#records.readUInt32LE(index * recordBytes + checksumAt);
  }

  size(index: number): PictureSize {
    const at = index * recordBytes;
    return { rows: this.#records.readUInt32LE(at + rowsAt), columns: this.#records.readUInt32LE(at + columnsAt) };
  }

  record(index: number, { sha256, checksum, rows, columns }: PictureRecord): void {
    const at = index * recordBytes;
    sha256.copy(this.#records, at);
    this.#records.writeUInt32LE(checksum, at + checksumAt);
    this.#records.writeUInt32LE(rows, at + rowsAt);
    this.#records.writeUInt32LE(columns, at + columnsAt);
  }

  omit(index: number, omission: Omission): void {
    this.#omissions.set(index, omission);
  }

  toBytes(): Buffer {
    const omissions = [...this.#omissions].sort(([a], [b]) => a - b);
    return Buffer.concat([this.#records, Buffer.from(JSON.stringify(omissions))]);
  }

  /** @throws an error for bytes that are none of ours */
  static fromBytes(count: number, bytes: Buffer): ImageIndex {
    const records = bytes.subarray(0, count * recordBytes);
    const omissions = omissionsSchema.parse(JSON.parse(bytes.toString('utf8', records.length)));
    return new ImageIndex(count, records, new Map(omissions));
  }
}
