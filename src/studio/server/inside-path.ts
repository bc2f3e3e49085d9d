// From the path of a request to a file inside a folder, wherever links lead: what is outside is not there.
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

export interface FoundFile {
  /** Without links. */
  readonly path: string;
  /** From the folder to it, without links. */
  readonly names: readonly string[];
  readonly size: number;
  readonly modified: number;
  /** Another one whenever the file is another. */
  readonly version: string;
}

/**
 * @param encoded as it stands in the address, e.g. `plots/loss%20curve.svg`
 * @returns undefined for what is not there, hidden, no regular file, or outside
 */
export async function findFileInside(folder: string, encoded: string): Promise<FoundFile | undefined> {
  const names = decodePath(encoded);
  if (names === undefined) return undefined;
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, ...names))]);
    const inside = root.endsWith(sep) ? root : root + sep;
    if (!path.startsWith(inside)) return undefined;
    const found = path.slice(inside.length).split(sep);
    // A link must not show what its target's own name hides.
    if (!found.every(isPlainName)) return undefined;
    const stats = await stat(path);
    if (!stats.isFile()) return undefined;
    const { dev, ino, size, mtimeMs: modified, ctimeMs } = stats;
    return { path, names: found, size, modified, version: [dev, ino, size, modified, ctimeMs].join() };
  } catch {
    return undefined;
  }
}

/** @returns its names, decoded once; undefined where one of them could mean anything but an entry of the folder before */
export function decodePath(encoded: string): readonly string[] | undefined {
  try {
    const names = encoded.split('/').map(decodeURIComponent);
    return names.every(isPlainName) ? names : undefined;
  } catch {
    return undefined;
  }
}

/** Not hidden, not `..`, nothing that some system takes for a separator, a drive or an end. */
export function isPlainName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[/\\:\0]/.test(name);
}
