// Where the oneDNN library is, the system's or the user's own (googlenet doctor --fix): libdnnl.so.2 (Debian 12), libdnnl.so.3,
// libdnnl.so.3.6 (Debian 13), libdnnl.3.dylib.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where apt, dnf and brew put libraries. Debian's folder is named after the processor. */
const folders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib64',
  '/usr/local/lib',
  '/opt/homebrew/lib',
];

/**
 * @param {readonly string[]} [candidates] folders; default: all in which it may be
 * @returns {Promise<string | undefined>} a phrase that names the file
 */
export async function findOneDnn(candidates) {
  for (const folder of candidates ?? [...folders, await ownFolder()]) {
    const name = listOf(folder).find((file) => /^libdnnl\.(so\.\d|.*dylib$)/.test(file));
    if (name !== undefined) return join(folder, name);
  }
  return undefined;
}

/** Asked of the program itself, which is built by then. */
async function ownFolder() {
  const { cacheDirectory } = await import('../../dist/cli/cache-directory.js');
  const { cacheFolder } = await import('../../dist/formats/home-directory.js');
  return cacheFolder('onednn', cacheDirectory(process.env).cacheDirectory) ?? '';
}

/** @param {string} folder */
function listOf(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
