// What a process sees that may not read something. Root may read everything, so as root the process becomes `nobody` for
// the time.
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * @param folder may be read by everybody meanwhile
 * @param closed what may not be read
 */
export async function asSomebodyElse(folder: string, closed: string, work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  chmodSync(closed, 0);
  if (isRoot) {
    // The tests' own folder: see scratch-folder.ts.
    chmodSync(dirname(folder), 0o711);
    chmodSync(folder, 0o755);
    process.seteuid?.(65534);
  }
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(closed, 0o700);
  }
}
