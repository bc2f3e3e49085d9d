// The built page: its files, and index.html for every other address, since views have addresses.
import { fileResponse } from './file-response.ts';
import { findFileInside } from './inside-path.ts';

/** @param path of the address, encoded */
export async function answerPage(folder: string, path: string, breakOff: () => void): Promise<Response> {
  const asked = path.slice(1);
  // The names of built files hold a hash of what is in them.
  const isHashed = asked.startsWith('assets/');
  const file = asked === 'index.html' ? undefined : await findFileInside(folder, asked);
  if (file !== undefined) {
    const caching = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
    return fileResponse(file, { 'Cache-Control': caching }, breakOff);
  }
  const page = isHashed ? undefined : await findFileInside(folder, 'index.html');
  if (page !== undefined) return fileResponse(page, { 'Cache-Control': 'no-cache' }, breakOff);
  return new Response('not found\n', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
