// The studio as a server: a page to watch, understand and try the network, which follows the files of a runs' folder.
import { existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { OptionError } from '../errors/option-error.ts';
import { Polling } from './follower/polling.ts';
import { RunsFollower } from './follower/runs-follower.ts';
import { createStudioApp } from './server/studio-app.ts';
import { StudioError } from './studio-error.ts';

export interface StudioOptions {
  /** The folder of the runs, e.g. `runs`; or of one run, which is then the only one. */
  readonly directory: string;
  /** Default 127.0.0.1: this machine alone. */
  readonly host?: string;
  /** Default 0: any that is free. */
  readonly port?: number;
  /** Told of an error that was not foreseen; the studio goes on. */
  readonly onError?: (error: unknown) => void;
}

export interface Studio {
  /** E.g. `http://127.0.0.1:43127/`. */
  readonly url: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** From src/studio as from dist/studio. */
const builtPage = fileURLToPath(new URL('../../dist/web', import.meta.url));

/**
 * Opens the studio; it serves until it is closed.
 * @throws OptionError for a folder that does not exist; StudioError where it cannot start
 */
export async function openStudio(options: StudioOptions): Promise<Studio> {
  const { host = '127.0.0.1', port = 0, onError = () => {} } = options;
  const directory = resolve(options.directory);
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new OptionError(`directory: '${options.directory}' is not a folder`, {
      hint: 'give the folder that holds runs, e.g. runs',
    });
  }
  if (!existsSync(join(builtPage, 'index.html'))) {
    throw new StudioError('the page is not built: dist/web is missing', { hint: 'run `npm run build`' });
  }
  const closing = new AbortController();
  const follower = new RunsFollower(directory);
  const polling = new Polling(follower, onError);
  const app = createStudioApp({
    directory,
    pageDirectory: builtPage,
    follower,
    signal: closing.signal,
    onUnexpected: onError,
  });
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  await listen(server, host, port);
  const { address, port: bound, family } = server.address() as AddressInfo;
  const shown = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${shown}:${bound}/`,
    async close() {
      closing.abort();
      polling.close();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => fail(startError(cause, host, port)));
    server.listen({ host, port }, done);
  });
}

function startError(cause: NodeJS.ErrnoException, host: string, port: number): StudioError {
  if (cause.code === 'EADDRINUSE') {
    const hint = 'choose another one with --port, or leave it out for any that is free';
    return new StudioError(`port ${port} of ${host} is in use`, { hint, cause });
  }
  const hint = 'give an address of this machine, e.g. 127.0.0.1, and a port above 1023';
  return new StudioError(`cannot listen on ${host}, port ${port}: ${cause.message}`, { hint, cause });
}
