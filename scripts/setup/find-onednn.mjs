// Where the system's oneDNN library is: libdnnl.so.2 (Debian 12), libdnnl.so.3, libdnnl.so.3.6 (Debian 13), libdnnl.3.dylib.
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

/** @returns {string | undefined} a phrase that names the file */
export function findOneDnn(candidates = folders) {
  for (const folder of candidates) {
    const name = listOf(folder).find((file) => /^libdnnl\.(so\.\d|.*dylib$)/.test(file));
    if (name !== undefined) return join(folder, name);
  }
  return undefined;
}

/** @param {string} folder */
function listOf(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
