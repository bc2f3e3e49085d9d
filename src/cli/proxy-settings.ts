// Which proxy the environment asks for, small letters first as curl reads them.
import type { ProxySettings } from '../data/proxy.ts';
import type { Environment } from './command-context.ts';

/** Spread into what opens datasets. */
export function proxySettings(env: Environment): { readonly proxy: ProxySettings } {
  const setting = (name: string) => env[name] ?? env[name.toUpperCase()] ?? '';
  return { proxy: { http: setting('http_proxy'), https: setting('https_proxy'), except: setting('no_proxy') } };
}
