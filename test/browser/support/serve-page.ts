// A web server of a page whose worker is bundled from TypeScript, as a user's bundler does it, with onnxruntime-web's files
// beside it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const runtime = fileURLToPath(new URL('./', import.meta.resolve('onnxruntime-web/wasm')));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};
/** What lets a page have threads. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export interface ServedPage {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface PageParts {
  /** Content of further files by their path, e.g. `/worker.js`; `/` is a page with nothing on it unless it is given. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly isIsolated?: boolean;
}

export async function servePage({ files, isIsolated = false }: PageParts): Promise<ServedPage> {
  const given: Readonly<Record<string, string | Uint8Array>> = {
    '/': '<!doctype html><html lang="en"><title>page</title><link rel="icon" href="data:,">',
    ...files,
  };
  const contentOf = async (path: string) => {
    if (Object.hasOwn(given, path)) return given[path];
    const [, name] = /^\/runtime\/([\w.-]+)$/.exec(path) ?? [];
    return name === undefined ? undefined : readFile(join(runtime, name));
  };
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const content = await contentOf(pathname).catch(() => undefined);
    if (content === undefined) response.writeHead(404).end();
    else {
      const type = types[pathname === '/' ? '.html' : extname(pathname)] ?? 'application/octet-stream';
      response.writeHead(200, { 'Content-Type': type, ...(isIsolated ? isolation : {}) }).end(content);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A program of the tests as one file for a browser. */
export async function bundle(entry: URL, options: Pick<BuildOptions, 'alias' | 'define'> = {}): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
