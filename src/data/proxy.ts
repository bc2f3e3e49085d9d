// Downloads through a proxy, where the network leads nowhere else: Node's own fetch knows none before version 24.
import { DataError } from '../errors/data-error.ts';

/** Which proxy requests go through; an empty text is none. */
export interface ProxySettings {
  /** For `http:`, e.g. `http://proxy.example:3128`; for `https:` too where that has none. */
  readonly http?: string;
  /** For `https:`. */
  readonly https?: string;
  /** Hosts that are asked without one, with commas between them, as NO_PROXY has them; `*` is all. */
  readonly except?: string;
}

/** What a download needs of fetch. */
export type Fetch = (url: string, options: { readonly signal: AbortSignal }) => Promise<FetchedFile>;

export interface FetchedFile {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Those of these settings, and of nothing else. @throws DataError for an address that is none */
export async function openFetch(settings: ProxySettings | undefined): Promise<Fetch> {
  const { http = '', https = '', except = '' } = settings ?? {};
  if (http === '' && https === '') return fetch;
  for (const proxy of [http, https]) {
    if (proxy === '' || (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol))) continue;
    throw new DataError(`the proxy '${proxy}' is no address`, {
      hint: 'set HTTP_PROXY and HTTPS_PROXY, in a program proxy, to e.g. http://proxy.example:3128',
    });
  }
  const { EnvHttpProxyAgent, fetch: fetchThrough } = await import('undici');
  // Empty texts keep it from looking at the environment.
  const dispatcher = new EnvHttpProxyAgent({ httpProxy: http, httpsProxy: https, noProxy: except });
  return (url, options) => fetchThrough(url, { ...options, dispatcher });
}
