// Where the checkout is. Scripts may be started from any folder.
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/**
 * @param {string} path relative to the checkout, with slashes
 * @returns {string} the absolute path
 */
export function projectPath(path) {
  return fileURLToPath(new URL(path, root));
}
