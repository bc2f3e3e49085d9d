// The built page: its files, and index.html for every other address, since views have addresses.
import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { type FoundFile, findFileInside } from './inside-path.ts';

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

/** @param path of the address, encoded */
export async function answerPage(folder: string, path: string): Promise<Response> {
  const asked = path.slice(1);
  const file = await findFileInside(folder, asked);
  if (file !== undefined && asked !== 'index.html') {
    // The names of built files hold a hash of what is in them.
    const isHashed = asked.startsWith('assets/');
    return fileResponse(file, { 'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache' });
  }
  const page = asked.startsWith('assets/') ? undefined : await findFileInside(folder, 'index.html');
  if (page === undefined) return new Response('not found\n', { status: 404 });
  return fileResponse(page, { 'Cache-Control': 'no-cache' });
}

export function fileResponse({ path, size }: FoundFile, headers: Readonly<Record<string, string>>): Response {
  const type = mediaTypes[extname(path).toLowerCase()] ?? 'application/octet-stream';
  const body = Readable.toWeb(createReadStream(path, { end: Math.max(0, size - 1) })) as ReadableStream;
  return new Response(size === 0 ? null : body, {
    headers: { 'Content-Type': type, 'Content-Length': String(size), ...headers },
  });
}
