// Reads and decodes all pictures of a folder, several at a time, so that every core has one. Where pixels go is somebody
// else's business. A picture that cannot be used is left out with its reason: none ends the pass.
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { crc32 } from 'node:zlib';
import { FileError } from '../../errors/file-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { readRegularFile } from '../../formats/regular-file.ts';
import type { ImageForm } from '../../images/image-form.ts';
import { largestPictureFile, tryToDecode } from '../decode-picture.ts';
import { ImageIndex, type Omission, type PictureRecord } from './image-index.ts';
import type { FolderFile } from './scan-folder.ts';

/** How pictures become images. */
export interface ImageSettings {
  readonly form: ImageForm;
  /** Rows and columns on each side beyond the form's, which random crops reach into. */
  readonly margin: number;
}

export interface PixelSink {
  /** [channels, rows, columns], margins included. They are read before it returns. */
  write(index: number, pixels: Uint8Array): void;
}

export interface DecodeOptions {
  readonly onDone?: (done: number) => void;
  /** Ends the pass after the pictures that are being decoded. */
  readonly signal?: AbortSignal | undefined;
}

/** @throws what the sink throws; the signal's reason */
export async function decodeFiles(
  files: readonly FolderFile[],
  settings: ImageSettings,
  sink: PixelSink,
  { onDone = () => {}, signal }: DecodeOptions = {},
): Promise<ImageIndex> {
  const index = new ImageIndex(files.length);
  let [next, done] = [0, 0];
  let isStopped = false;
  const work = async () => {
    while (next < files.length && !isStopped) {
      signal?.throwIfAborted();
      const place = next++;
      const outcome = await decodeFile(files[place], settings);
      if ('reason' in outcome) index.omit(place, outcome);
      else {
        index.record(place, outcome);
        sink.write(place, outcome.pixels);
      }
      onDone(++done);
    }
  };
  const workers = Array.from({ length: availableParallelism() + 2 }, () =>
    work().catch((error: unknown) => {
      isStopped = true;
      throw error;
    }),
  );
  // Waits for all workers, so that none still writes when this returns.
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return index;
}

async function decodeFile(
  file: FolderFile,
  settings: ImageSettings,
): Promise<(PictureRecord & { readonly pixels: Uint8Array }) | Omission> {
  let bytes: Buffer;
  try {
    bytes = await readUnchanged(file);
  } catch (error) {
    return { reason: `cannot be read: ${reasonOf(error)}`, isUnreadable: !(error instanceof FileError) };
  }
  const decoded = await tryToDecode(bytes, settings);
  // What the decoder says may have several lines, the first of which says what is wrong.
  if ('reason' in decoded) return { reason: decoded.reason.split('\n')[0], isUnreadable: false };
  const { pixels, rows, columns } = decoded;
  return { pixels, rows, columns, sha256: createHash('sha256').update(bytes).digest(), checksum: crc32(pixels) };
}

/** Reads a file that has not changed, so that a cache never holds other content under its size and time. */
async function readUnchanged({ location, size, modified }: FolderFile): Promise<Buffer> {
  const bytes = await readRegularFile(location, largestPictureFile);
  const stats = await stat(location);
  if (stats.size === size && stats.mtimeMs === modified) return bytes;
  throw new FileError(location, 'it changed since the folder was looked at', 'begin again when nobody writes to it');
}
