// The studio as a server: a page to watch, understand and try the network, which follows the files of a runs' folder.

import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener, RequestError } from '@hono/node-server';
import { OptionError } from '../errors/option-error.ts';
import { requireType, requireWhole } from '../errors/require-option.ts';
import { statIfThere } from '../runs/reading.ts';
import { Polling } from './follower/polling.ts';
import { RunsFollower } from './follower/runs-follower.ts';
import { packagedRuns } from './packaged-runs.ts';
import { RunChanges } from './server/change-runs.ts';
import { answerError, badRequest } from './server/failure.ts';
import { Networks } from './server/networks.ts';
import { isLoopback, OwnHosts } from './server/own-hosts.ts';
import { loadTestImages as loadFromTask } from './server/run-images.ts';
import { secured } from './server/security-headers.ts';
import { createStudioApp } from './server/studio-app.ts';
import { StudioError } from './studio-error.ts';
import type { LoadTestImages, StudioNetwork } from './studio-options.ts';

/** What `openStudio` takes. */
export interface StudioOptions {
  /** The folder of the runs, e.g. `runs`, which may come later; or of one run, which is then the only one. */
  readonly directory: string;
  /** Default 127.0.0.1: this machine alone. */
  readonly host?: string;
  /** Default 0: any that is free. */
  readonly port?: number;
  /** Names of tunnels and proxies that lead here, e.g. `studio.example`; https is theirs. */
  readonly allowedHosts?: readonly string[];
  /**
   * Runs can be read alone. Default false: a page of this machine can write notes, rename runs, and move them to `.trash`.
   * A studio that other machines or names reach (`host`, `allowedHosts`) never changes anything.
   */
  readonly readOnly?: boolean;
  /** Networks to draw besides GoogLeNet and LeNet. */
  readonly networks?: readonly StudioNetwork[];
  /** How people call the program where they are, e.g. `npx googlenet`: for commands that the page names. Default `googlenet`. */
  readonly program?: string;
  /** Called with a run's folder, or with the file of the packaged weights, when a page first shows its test images. Default: those of the run's task. */
  readonly loadTestImages?: LoadTestImages;
  /** Folder of the built page. Default: the one that comes with this library. */
  readonly pageDirectory?: string;
  /** Called once for each kind of unforeseen error; the studio goes on. */
  readonly onError?: (error: unknown) => void;
}

/** A studio that is being served. */
export interface Studio {
  /** For a browser on this machine, e.g. `http://127.0.0.1:43127/`. */
  readonly url: string;
  readonly port: number;
  /** Whether only this machine reaches it. */
  readonly isLoopback: boolean;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Milliseconds that connections have to end when the studio closes. */
const closingTimeout = 100;
/** Kinds of unforeseen errors that are told. */
const mostErrors = 100;

/** The built page, found from src/studio as from dist/studio. */
const builtPage = fileURLToPath(new URL('../../dist/web', import.meta.url));

/**
 * Opens the studio; it serves until it is closed.
 * @throws OptionError for a file in the place of the folder; StudioError where it cannot start
 */
export async function openStudio(options: StudioOptions): Promise<Studio> {
  requireType('options', options, Object);
  const {
    host = '127.0.0.1',
    port = 0,
    readOnly = false,
    networks = [],
    allowedHosts = [],
    program = 'googlenet',
    pageDirectory = builtPage,
  } = options;
  const { loadTestImages = (run, signal) => loadFromTask(run, { signal }) } = options;
  requireType('directory', options.directory, 'string');
  requireType('host', host, 'string');
  requireWhole('port', port, { least: 0, most: 65_535 });
  requireType('readOnly', readOnly, 'boolean');
  requireType('networks', networks, Array);
  requireType('program', program, 'string');
  requireType('allowedHosts', allowedHosts, Array);
  requireType('loadTestImages', loadTestImages, 'function');
  if (options.onError !== undefined) requireType('onError', options.onError, 'function');
  const directory = requireFolder(options.directory);
  if (!existsSync(join(pageDirectory, 'index.html'))) {
    throw new StudioError(`the page is not built: ${pageDirectory} has no index.html`, { hint: 'run `npm run build`' });
  }
  const onUnexpected = eachOnce(options.onError ?? (() => {}));
  const closing = new AbortController();
  // No limit on listeners: each open stream adds one and takes it away.
  setMaxListeners(0, closing.signal);
  const follower = new RunsFollower(directory, packagedRuns);
  const polling = new Polling(follower, onUnexpected);
  const server = createServer();
  const isOpenForOthers = () => allowedHosts.length > 0 || !isLoopback((server.address() as AddressInfo).address);
  const changes = new RunChanges({
    directory,
    packaged: packagedRuns,
    isAllowed: () => !readOnly && !isOpenForOthers(),
  });
  const hosts = new OwnHosts({ bound: () => server.address() as AddressInfo, allowed: allowedHosts });
  const app = createStudioApp({
    directory,
    pageDirectory,
    packaged: packagedRuns,
    follower,
    networks: new Networks(networks),
    loadTestImages,
    changes,
    hosts,
    signal: closing.signal,
    program,
    onUnexpected,
  });
  /** Answers a request that does not get as far as the app, such as one without a host. */
  const errorHandler = (error: unknown) => {
    const known = error instanceof RequestError ? badRequest('this request cannot be understood') : error;
    return secured(answerError(known, { program, onUnexpected }));
  };
  server.on('request', getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler }));
  await listen(server, host, port);
  server.on('error', onUnexpected);
  const bound = server.address() as AddressInfo;
  return {
    url: urlOf(bound),
    port: bound.port,
    isLoopback: isLoopback(bound.address),
    async close() {
      closing.abort();
      polling.close();
      const closed = new Promise<void>((done) => server.close(() => done()));
      // Streams end by themselves where the other side takes their end; nobody is waited for.
      const cut = setTimeout(() => server.closeAllConnections(), closingTimeout);
      await closed;
      clearTimeout(cut);
    },
  };
}

function requireFolder(given: string): string {
  const directory = resolve(given);
  if (statIfThere(directory)?.isDirectory() ?? true) return directory;
  throw new OptionError(`directory: '${given}' is not a folder`, {
    hint: 'give the folder that holds runs, e.g. runs',
  });
}

function urlOf({ address, port, family }: AddressInfo): string {
  // All addresses of this machine, one of which is its own.
  if (address === '0.0.0.0' || address === '::') return `http://localhost:${port}/`;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}

/** Passes each message on only once: what fails every second is worth one line. */
function eachOnce(listener: (error: unknown) => void): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    const message = String(error);
    // Messages that are never the same must not fill the terminal or the memory either.
    if (told.has(message) || told.size >= mostErrors) return;
    told.add(message);
    listener(error);
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    const refuse = (cause: NodeJS.ErrnoException) => fail(startError(cause, host, port));
    server.once('error', refuse);
    server.listen({ host, port }, () => {
      server.off('error', refuse);
      done();
    });
  });
}

function startError(cause: NodeJS.ErrnoException, host: string, port: number): StudioError {
  if (cause.code === 'EADDRINUSE') {
    const hint = 'choose another one with --port, or leave it out for any that is free';
    return new StudioError(`port ${port} of ${host} is in use`, { hint, cause });
  }
  const hint = cause.code === 'EACCES' ? 'choose a port above 1023' : 'give an address of this machine, e.g. 127.0.0.1';
  return new StudioError(`cannot listen on ${host}, port ${port}: ${cause.message}`, { hint, cause });
}
