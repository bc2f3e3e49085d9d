// The server's answers: the page, the stream of events, and what the page asks for.
import { realpath } from 'node:fs/promises';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { taskOfRun } from '../../runs/run-weights.ts';
import { findRun } from '../follower/find-runs.ts';
import type { RunsFollower } from '../follower/runs-follower.ts';
import type { PackagedRuns } from '../packaged-runs.ts';
import type { LoadTestImages } from '../studio-options.ts';
import type { RunChanges } from './change-runs.ts';
import { eventStream } from './event-stream.ts';
import { answerError, answering, type ErrorAnswering, jsonResponse, noRun, notFound } from './failure.ts';
import { ModelExports } from './model-exports.ts';
import { describeTask, type Networks } from './networks.ts';
import type { OwnHosts } from './own-hosts.ts';
import { answerPage } from './page-files.ts';
import { PictureReader } from './picture-answer.ts';
import { readProfiles } from './profiles.ts';
import { requireAllowed } from './request-guard.ts';
import { requestPath } from './request-path.ts';
import { readRunDetails } from './run-details.ts';
import { answerRunFile } from './run-files.ts';
import { RunImages } from './run-images.ts';
import { readAllOptions } from './run-options.ts';
import { secured } from './security-headers.ts';
import { SmallFiles } from './small-files.ts';

export interface StudioAppOptions extends ErrorAnswering {
  readonly directory: string;
  /** Folder of the built page. */
  readonly pageDirectory: string;
  readonly packaged: PackagedRuns;
  readonly follower: RunsFollower;
  readonly networks: Networks;
  readonly loadTestImages: LoadTestImages;
  readonly changes: RunChanges;
  readonly hosts: OwnHosts;
  /** Ends all streams, and what is being loaded. */
  readonly signal: AbortSignal;
}

/** What the server of Node tells beside the request. */
interface Connection {
  readonly Bindings: HttpBindings;
}

const binary = { 'Content-Type': 'application/octet-stream' };
const binaryHeaders = { ...binary, 'Cache-Control': 'no-store' };
const eventStreamHeaders = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' };

export function createStudioApp(options: StudioAppOptions): Hono<Connection> {
  const { directory, pageDirectory, packaged, follower, networks, loadTestImages, changes, hosts, signal, program } =
    options;
  const testImages = new RunImages(loadTestImages, signal);
  const pictures = new PictureReader();
  const models = new ModelExports();
  const files = new SmallFiles();
  const app = new Hono<Connection>({ getPath: ({ url }) => requestPath(url) });
  /** Without links, as its files are found: errors name them from here. */
  const folderOf = async (id: string) => {
    const found = await findRun(directory, id, packaged);
    const folder = found === undefined ? undefined : await realpath(found).catch(() => undefined);
    if (folder === undefined) throw noRun(id);
    return folder;
  };

  app.use(async (context, next) => {
    const { method, path } = context.req;
    requireAllowed({ method, path, header: (name) => context.req.header(name) }, hosts);
    await next();
  });
  app.onError((error) => answerError(error, options));

  app.get('/api/events', ({ req }) => {
    const stream = eventStream({ follower, runs: req.queries('run') ?? [], signal });
    return new Response(stream, { headers: eventStreamHeaders });
  });
  app.get('/api/options', async () => jsonResponse(await readAllOptions(directory, files)));
  app.get('/api/runs/:id', async ({ req }) => {
    const id = req.param('id');
    return jsonResponse(await readRunDetails(id, await folderOf(id), files));
  });
  app.get('/api/runs/:id/model', async ({ req }) => {
    return jsonResponse(await models.describe(await folderOf(req.param('id')), req.query('weights')));
  });
  app.get('/api/runs/:id/weights', async ({ req }) => {
    return jsonResponse(await models.summary(await folderOf(req.param('id')), req.query('weights')));
  });
  app.get('/api/runs/:id/model.onnx', async ({ req }) => {
    const { tag, bytes } = await models.find(await folderOf(req.param('id')), req.query('weights'));
    const headers = { 'Cache-Control': 'no-cache', ETag: tag };
    if (req.header('if-none-match') === tag) return new Response(null, { status: 304, headers });
    return new Response(bytes(), { headers: { ...headers, ...binary } });
  });
  app.get('/api/runs/:id/files/*', async (context) => {
    const folder = await folderOf(context.req.param('id'));
    // Encoded: a name may hold what separates others.
    const [, encoded] = /^\/api\/runs\/[^/]*\/files\/(.*)$/.exec(context.req.path) ?? [];
    return answerRunFile(folder, encoded ?? '', files, breakingOff(context));
  });
  app.get('/api/runs/:id/network', async ({ req }) => {
    const folder = await folderOf(req.param('id'));
    return jsonResponse(await answering(422, () => describeTask(taskOfRun(folder)), folder));
  });
  app.get('/api/runs/:id/dataset', async ({ req }) => {
    return jsonResponse(await testImages.facts(await folderOf(req.param('id'))));
  });
  app.get('/api/runs/:id/labels', async ({ req }) => {
    return new Response(await testImages.labels(await folderOf(req.param('id'))), { headers: binaryHeaders });
  });
  app.get('/api/runs/:id/images', async ({ req }) => {
    const bytes = await testImages.images(await folderOf(req.param('id')), req.queries('index') ?? []);
    return new Response(bytes, { headers: binaryHeaders });
  });
  app.post('/api/runs/:id/picture', async ({ req }) => {
    const bytes = await pictures.read(await folderOf(req.param('id')), req.raw, req.query('invert'));
    return new Response(bytes, { headers: binaryHeaders });
  });
  app.post('/api/runs/:id/note', async ({ req }) => {
    await changes.note(req.param('id'), req.raw);
    return jsonResponse({});
  });
  app.post('/api/runs/:id/rename', async ({ req }) => {
    await changes.rename(req.param('id'), req.raw);
    return jsonResponse({});
  });
  app.post('/api/runs/:id/delete', async ({ req }) => jsonResponse(await changes.delete(req.param('id'))));
  app.get('/api/studio', () => jsonResponse({ isReadOnly: !changes.isAllowed, program }));
  app.get('/api/networks', () => jsonResponse(networks.names));
  app.get('/api/networks/:name', async ({ req }) => jsonResponse(await networks.describe(req.param('name'))));
  app.get('/api/profiles', async () => jsonResponse(await readProfiles(directory, files)));
  app.all('/api/*', () => {
    throw notFound();
  });
  app.get('*', (context) => answerPage(pageDirectory, context.req.path, breakingOff(context)));
  return withSecurityHeaders(app);
}

/** Around everything, so that no answer is without them. */
function withSecurityHeaders(app: Hono<Connection>): Hono<Connection> {
  const outer = new Hono<Connection>();
  outer.all('*', async (context) => secured(await app.fetch(context.req.raw, context.env)));
  return outer;
}

function breakingOff({ env }: Context<Connection>): () => void {
  return () => env.outgoing.destroy();
}
