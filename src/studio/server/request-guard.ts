// Which requests are answered at all. A page of another site must neither read what is here nor make this server work:
// the host must be one of the studio's own (own-hosts.ts), and browsers say where a request comes from.
// see: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
import { badRequest, RequestFailure } from './failure.ts';
import { type Host, parseHost, parseOrigin } from './host.ts';
import type { OwnHosts } from './own-hosts.ts';

export interface AskedBy {
  readonly method: string;
  /** The one by which the answer is chosen. see: request-path.ts */
  readonly path: string;
  /** By lower-case name; undefined where it was not sent. */
  readonly header: (name: string) => string | undefined;
}

/** What is sent something: a picture to be read, and the few changes. see: change-runs.ts */
const sentTo = /^\/api\/runs\/[^/]+\/(?:picture|note|rename|delete)$/;

/** @throws RequestFailure for a request that is not to be answered */
export function requireAllowed({ method, path, header }: AskedBy, own: OwnHosts): void {
  const host = requireOwnHost(header('host') ?? '', own);
  const allowed = sentTo.test(path) ? ['POST'] : ['GET', 'HEAD'];
  if (!allowed.includes(method)) {
    const message = `${method} is not for this address`;
    throw new RequestFailure(405, { code: 'METHOD_NOT_ALLOWED', message }, { Allow: allowed.join(', ') });
  }
  if (!path.startsWith('/api/')) return;
  const site = header('sec-fetch-site');
  const origin = header('origin');
  // `none` is what somebody typed into the address bar.
  const isForeign =
    (site !== undefined && site !== 'same-origin' && !(site === 'none' && method !== 'POST')) ||
    (origin !== undefined && !isOwnOrigin(origin, host, own));
  const isUnknown = method === 'POST' && site === undefined && origin === undefined;
  if (isForeign || isUnknown) {
    throw new RequestFailure(403, { code: 'FORBIDDEN', message: "only the studio's own page may ask for this" });
  }
}

function requireOwnHost(text: string, own: OwnHosts): Host {
  const host = parseHost(text);
  if (host === undefined) throw badRequest('the request names no host', 'open the address that the terminal shows');
  if (own.has(host)) return host;
  const message = `this address is not one of the studio's: '${text}'`;
  const hint = `open the address that the terminal shows; behind a tunnel or a proxy, start with --allow-host ${host.name}`;
  throw new RequestFailure(403, { code: 'FORBIDDEN', message, hint });
}

function isOwnOrigin(text: string, host: Host, own: OwnHosts): boolean {
  const origin = parseOrigin(text);
  return origin !== undefined && own.hasOrigin(origin, host);
}
