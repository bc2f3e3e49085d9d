// The user's home, where the system knows of one. A container's user may have neither HOME nor an entry among the users.
import { homedir, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

/** HOME's, else that of the system's users; undefined where neither names a folder. */
export function homeDirectory(): string | undefined {
  return [homedir, () => userInfo().homedir].map(ask).find((home) => home !== undefined && isAbsolute(home));
}

/** Both throw where there is no entry for the user. */
function ask(where: () => string): string | undefined {
  try {
    return where();
  } catch {
    return undefined;
  }
}
