// A file with the decoded images of a folder: a header, the images in order (those of pictures that are left out are
// holes), and their index. The header's SHA-256 covers itself and the index, the index has a checksum of each image; all of
// them are looked at when the file is opened, so that nothing half-written or damaged is ever learned from, and so that the
// system has the file in its memory when the first epoch asks for images in any order. So it need not be synced either.
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, futimesSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { FileError } from '../../errors/file-error.ts';
import { isSystemError } from '../../errors/system-error.ts';
import { type OpenFile, openRegularFileSync, readFullySync } from '../../formats/regular-file.ts';
import type { ImageSource } from '../dataset.ts';
import { inUseMilliseconds } from './cache-folder.ts';
import type { PixelSink } from './decode-files.ts';
import { ImageIndex } from './image-index.ts';

/** Hundreds of bytes for the reasons of each of a million pictures that are left out. */
const largestIndex = 2 ** 29;
const magic = 'googlenet-images';
/** What comes before the images: magic, SHA-256 of the key, counts, SHA-256 of all that and of the index. */
const headerBytes = 4096;
const [keyAt, countAt, imageBytesAt, digestAt] = [16, 48, 52, 56];

/** What a cache file is made of, and hence found by. */
export interface CacheContents {
  /** Stands for the files and settings: a SHA-256 in hexadecimal. */
  readonly key: string;
  readonly count: number;
  readonly imageBytes: number;
}

export class CacheFile implements ImageSource, PixelSink {
  readonly path: string;
  readonly #contents: CacheContents;
  /** The file has this name until it is complete. */
  readonly #temporary: string;
  readonly #file: number;
  #marked = Date.now();
  #isClosed = false;

  private constructor(path: string, temporary: string, file: number, contents: CacheContents) {
    this.path = path;
    this.#temporary = temporary;
    this.#file = file;
    this.#contents = contents;
  }

  /** A new file, to be filled and then completed. @throws the system's own error */
  static create(path: string, contents: CacheContents): CacheFile {
    const temporary = `${path}.${randomUUID()}.tmp`;
    return new CacheFile(path, temporary, openSync(temporary, 'wx+', 0o600), contents);
  }

  /**
   * @param onChecked told how many images were looked at
   * @returns undefined where there is none
   * @throws FileError for one that is damaged; the system's own error; the signal's reason
   */
  static async open(
    path: string,
    contents: CacheContents,
    {
      onChecked = () => {},
      signal,
    }: { readonly onChecked?: (count: number) => void; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<{ readonly file: CacheFile; readonly index: ImageIndex } | undefined> {
    const opened = openIfThere(path);
    if (opened === undefined) return undefined;
    const file = new CacheFile(path, path, opened.file, contents);
    try {
      const index = file.#readIndex(opened.size);
      await file.#checkImages(index, onChecked, signal);
      file.#mark();
      return { file, index };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  write(index: number, pixels: Uint8Array): void {
    this.#writeAt(pixels, this.#placeOf(index));
  }

  /** Gives the file its name. It stays open, and can be read from. @throws the system's own error */
  complete(index: ImageIndex): void {
    const bytes = index.toBytes();
    this.#writeAt(bytes, this.#placeOf(this.#contents.count));
    this.#writeAt(headerOf(this.#contents, bytes), 0);
    renameSync(this.#temporary, this.path);
  }

  /** Image `index` into `target`. @throws FileError where the file ends before: somebody cut it */
  readInto(index: number, target: Uint8Array): void {
    this.#read(target, this.#placeOf(index));
    if (Date.now() - this.#marked > inUseMilliseconds / 5) this.#mark();
  }

  /** Does nothing the second time. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#file);
  }

  /** Removes what was not completed. */
  discard(): void {
    this.close();
    rmSync(this.#temporary, { force: true });
  }

  /** Marks the file as used just now: see cache-folder.ts. */
  #mark(): void {
    this.#marked = Date.now();
    const now = new Date(this.#marked);
    try {
      futimesSync(this.#file, now, now);
    } catch {
      // The file may be on a medium that cannot be written.
    }
  }

  #placeOf(index: number): number {
    return headerBytes + index * this.#contents.imageBytes;
  }

  #read(target: Uint8Array, position: number): void {
    readFullySync({ file: this.#file, path: this.path }, target, position);
  }

  #writeAt(bytes: Uint8Array, position: number): void {
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#file, bytes, written, bytes.length - written, position + written);
    }
  }

  #readIndex(size: number): ImageIndex {
    const { count } = this.#contents;
    const indexAt = this.#placeOf(count);
    if (size <= indexAt || size - indexAt > largestIndex) throw this.#damaged(`it has ${size} bytes`);
    const header = Buffer.alloc(headerBytes);
    this.#read(header, 0);
    const bytes = Buffer.allocUnsafeSlow(size - indexAt);
    this.#read(bytes, indexAt);
    if (!header.equals(headerOf(this.#contents, bytes))) throw this.#damaged('its header is not the right one');
    return ImageIndex.fromBytes(count, bytes);
  }

  async #checkImages(
    index: ImageIndex,
    onChecked: (count: number) => void,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const image = Buffer.allocUnsafeSlow(this.#contents.imageBytes);
    for (let place = 0; place < index.count; place++) {
      // The process must hear signals meanwhile.
      if (place % 64 === 0) await setImmediate();
      signal?.throwIfAborted();
      onChecked(place);
      if (index.omissions.has(place)) continue;
      this.#read(image, this.#placeOf(place));
      if (crc32(image) !== index.checksum(place)) throw this.#damaged(`the checksum of image ${place} is wrong`);
    }
  }

  #damaged(reason: string): FileError {
    return new FileError(this.path, reason, 'delete it');
  }
}

function headerOf({ key, count, imageBytes }: CacheContents, index: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write(magic);
  header.write(key, keyAt, 'hex');
  header.writeUInt32LE(count, countAt);
  header.writeUInt32LE(imageBytes, imageBytesAt);
  createHash('sha256').update(header).update(index).digest().copy(header, digestAt);
  return header;
}

function openIfThere(path: string): OpenFile<number> | undefined {
  try {
    return openRegularFileSync(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}
