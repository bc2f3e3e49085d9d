// A file as an answer: opened when the connection takes it, and read as fast as that goes on.
import type { FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { openRegularFile } from '../../formats/regular-file.ts';
import type { FoundFile } from './inside-path.ts';

const chunkLength = 256 * 1024;

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.jsonl': 'text/plain; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** @param breakOff ends the connection: the only way to tell that an answer will not become whole */
export function fileResponse(
  file: FoundFile,
  headers: Readonly<Record<string, string>>,
  breakOff: () => void,
): Response {
  const type = mediaTypes[extname(file.path).toLowerCase()] ?? 'application/octet-stream';
  return new Response(file.size === 0 ? null : contentOf(file, breakOff), {
    headers: { 'Content-Type': type, 'Content-Length': String(file.size), ...headers },
  });
}

/** As many bytes as the header announced; if the file has become shorter, the connection is broken off. */
function contentOf({ path, size }: FoundFile, breakOff: () => void): ReadableStream<Uint8Array> {
  let file: FileHandle | undefined;
  let position = 0;
  const close = async () => {
    await file?.close();
    file = undefined;
  };
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      try {
        file ??= (await openRegularFile(path)).file;
        const buffer = new Uint8Array(Math.min(chunkLength, size - position));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) throw new Error('the file became shorter');
        position += bytesRead;
        controller.enqueue(buffer.subarray(0, bytesRead));
        if (position < size) return;
        await close();
        controller.close();
      } catch {
        await close();
        breakOff();
        controller.close();
      }
    },
    cancel: close,
  };
  // The file is not opened before somebody reads: the answer to a HEAD request is never read.
  return new ReadableStream(source, { highWaterMark: 0 });
}
