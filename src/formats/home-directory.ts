// The user's home, where the system knows of one, and the folder for caches in it. A container's user may have neither HOME nor an entry among the users.
import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The folder in HOME, else that of the user's entry in the system; undefined if neither names a folder. */
export function homeDirectory(): string | undefined {
  return [homedir, () => userInfo().homedir].map(ask).find((home) => home !== undefined && isAbsolute(home));
}

/** This library's cache folder for `name`; undefined if no folder for caches was given and the user has no home. */
export function cacheFolder(name: string, cacheDirectory?: string): string | undefined {
  const home = homeDirectory();
  const caches = cacheDirectory ?? (home === undefined ? undefined : userCacheDirectory(process.platform, home));
  return caches === undefined ? undefined : join(caches, 'googlenet', name);
}

/** The platform's customary cache folder of a user. */
export function userCacheDirectory(platform: string, home: string): string {
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  if (platform === 'win32') return join(home, 'AppData', 'Local');
  return join(home, '.cache');
}

/** Both ways of asking throw if the system has no entry for the user. */
function ask(where: () => string): string | undefined {
  try {
    return where();
  } catch {
    return undefined;
  }
}
