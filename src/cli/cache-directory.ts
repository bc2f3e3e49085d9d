// Where the user keeps caches, if the environment says so.
import { isAbsolute } from 'node:path';
import type { Environment } from './command-context.ts';

/** Spread into the options of `fashionMnist`. see: XDG Base Directory Specification (relative paths are to be ignored) */
export function cacheDirectory({ XDG_CACHE_HOME }: Environment): { readonly cacheDirectory?: string } {
  const isUsable = XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME);
  return isUsable ? { cacheDirectory: XDG_CACHE_HOME } : {};
}
