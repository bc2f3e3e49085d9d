// The server's answers: the page, the stream of events, and what the page asks for.
import { Hono } from 'hono';
import { findRun } from '../follower/find-runs.ts';
import type { RunsFollower } from '../follower/runs-follower.ts';
import { eventStream } from './event-stream.ts';
import { failureResponse, noRun, RequestFailure } from './failure.ts';
import { describeNamedNetwork, networkNames } from './networks.ts';
import { answerPage } from './page-files.ts';
import { readRunDetails } from './run-details.ts';
import { securityHeaders } from './security-headers.ts';

export interface StudioAppOptions {
  readonly directory: string;
  /** Of the built page. */
  readonly pageDirectory: string;
  readonly follower: RunsFollower;
  /** Ends all streams. */
  readonly signal: AbortSignal;
  readonly onUnexpected: (error: unknown) => void;
}

export function createStudioApp({ directory, pageDirectory, follower, signal, onUnexpected }: StudioAppOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  });
  app.onError((error) => {
    if (error instanceof RequestFailure) return error.answer();
    onUnexpected(error);
    return failureResponse(500, { code: 'UNEXPECTED', message: 'the server failed; its terminal says more' });
  });
  const folderOf = async (id: string) => {
    const folder = await findRun(directory, id);
    if (folder === undefined) throw noRun(id);
    return folder;
  };

  app.get('/api/events', ({ req }) => {
    const headers = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' };
    return new Response(eventStream({ follower, runs: req.queries('run') ?? [], signal }), { headers });
  });
  app.get('/api/runs/:id', async (context) => {
    const id = context.req.param('id');
    return Response.json(await readRunDetails(id, await folderOf(id)), { headers: { 'Cache-Control': 'no-store' } });
  });
  app.get('/api/networks', () => Response.json(networkNames, { headers: { 'Cache-Control': 'no-store' } }));
  app.get('/api/networks/:name', ({ req }) =>
    Response.json(describeNamedNetwork(req.param('name')), { headers: { 'Cache-Control': 'no-store' } }),
  );
  app.all('/api/*', () => failureResponse(404, { code: 'NOT_FOUND', message: 'there is nothing at this address' }));
  app.get('*', ({ req }) => answerPage(pageDirectory, new URL(req.url).pathname));
  return app;
}
