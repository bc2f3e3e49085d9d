// Where the user keeps caches, if the environment says so.
import type { Environment } from './command-context.ts';

/** Spread into the options of `fashionMnist`. see: XDG Base Directory Specification (relative paths are to be ignored) */
export function cacheDirectory({ XDG_CACHE_HOME }: Environment): { readonly cacheDirectory?: string } {
  return XDG_CACHE_HOME?.startsWith('/') ? { cacheDirectory: XDG_CACHE_HOME } : {};
}
