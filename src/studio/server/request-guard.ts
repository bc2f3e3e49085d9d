// Which requests are answered at all. A page of another site must neither read what is here nor make this server work:
// a name that it points at this machine (DNS rebinding) is not one of this machine's, and browsers say where a request
// comes from. see: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
import { RequestFailure } from './failure.ts';

export interface BoundAddress {
  readonly address: string;
  readonly port: number;
}

export interface AskedBy {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** By lower-case name; undefined where it was not sent. */
  readonly header: (name: string) => string | undefined;
}

const picturePath = '/api/picture';

/** @throws RequestFailure for a request that is not to be answered */
export function requireAllowed({ method, path, header }: AskedBy, bound: BoundAddress): void {
  const host = header('host') ?? '';
  if (isLoopback(bound.address) && !isLoopbackHost(host, bound.port)) {
    const message = `this address is not one of the studio's: '${host}'`;
    throw new RequestFailure(403, { code: 'FORBIDDEN', message, hint: 'open the address that the terminal shows' });
  }
  const allowed = path === picturePath ? ['POST'] : ['GET', 'HEAD'];
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
    (origin !== undefined && origin !== `http://${host}`);
  const isUnknown = method === 'POST' && site === undefined && origin === undefined;
  if (isForeign || isUnknown) {
    throw new RequestFailure(403, { code: 'FORBIDDEN', message: "only the studio's own page may ask for this" });
  }
}

export function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address) || address === '::1' || address === 'localhost';
}

function isLoopbackHost(host: string, port: number): boolean {
  const [, name, given = '80'] = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::(\d+))?$/i.exec(host) ?? [];
  return name !== undefined && Number(given) === port;
}
