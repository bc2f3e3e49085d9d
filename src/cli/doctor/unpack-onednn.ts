// oneDNN without root: the distribution's own package, which apt downloads and checks as for an installation, unpacked into
// the user's cache folder, where the engine looks for it.
import { copyFileSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { installHint, openMp, ownLibrary } from '../../engines/onednn/library/find-library.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { EnvironmentError } from '../../errors/environment-error.ts';
import { makeFolder } from '../../formats/make-folder.ts';
import type { ProgramResult } from './run-program.ts';

export interface Unpacking {
  /** Folder that it is unpacked into. */
  readonly folder: string;
  /** Runs a program in a folder. */
  readonly run: (command: readonly [string, ...string[]], folder: string) => Promise<ProgramResult>;
  /** @throws EngineError where the library cannot be used as it is now */
  readonly tryLibrary: () => void;
  readonly say: (text: string) => void;
}

/** libdnnl2 of Debian 12, libdnnl3, libdnnl3.6, …; the newest has the largest number. */
const packageName = /^libdnnl[0-9.]+(t64)?$/;

/** @throws EnvironmentError where the system has no apt, apt has no such package, or it cannot be downloaded or unpacked */
export async function unpackOneDnn(unpacking: Unpacking): Promise<void> {
  const { folder, run, tryLibrary } = unpacking;
  makeFolder(folder);
  const { code, output } = await run(['apt-cache', 'pkgnames', 'libdnnl'], folder);
  if (code === undefined)
    throw new EnvironmentError('there is no apt here to download oneDNN', { hint: installHint() });
  const byNumber = new Intl.Collator('en', { numeric: true }).compare;
  const newest = output
    .split('\n')
    .filter((name) => packageName.test(name))
    .sort(byNumber)
    .at(-1);
  if (newest === undefined) {
    const hint = `apt-get update (as root) may bring it; or ${installHint()}`;
    throw new EnvironmentError('apt knows of no package with oneDNN', { hint });
  }
  await unpack(newest, ownLibrary, unpacking);
  try {
    tryLibrary();
  } catch (error) {
    // Where no compiler was ever installed, the runtime of its threads may be missing too.
    if (!(error instanceof EngineError) || !error.message.includes('libgomp')) throw error;
    await unpack('libgomp1', openMp, unpacking);
    tryLibrary();
  }
}

/** @param wanted names of the files that are kept of the package */
async function unpack(name: string, wanted: RegExp, { folder, run, say }: Unpacking): Promise<void> {
  // Beside its place, so that files can be moved there whole.
  const temporary = mkdtempSync(join(dirname(folder), 'unpacking-'));
  try {
    say(`downloading ${name} with apt-get`);
    requireDone(await run(['apt-get', 'download', name], temporary), `apt-get download ${name}`);
    const file = readdirSync(temporary).find((each) => each.endsWith('.deb'));
    if (file === undefined)
      throw new EnvironmentError(`apt-get download ${name} left no package`, { hint: installHint() });
    requireDone(await run(['dpkg-deb', '--extract', file, 'content'], temporary), `dpkg-deb --extract ${file}`);
    const kept = libraries(join(temporary, 'content'), wanted);
    if (kept.length === 0) throw new EnvironmentError(`${file} has no library`, { hint: installHint() });
    for (const path of kept) {
      const copy = join(temporary, basename(path));
      copyFileSync(path, copy);
      renameSync(copy, join(folder, basename(path)));
      say(`unpacked ${join(folder, basename(path))}`);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Each file once, whatever links lead to it. */
function libraries(content: string, wanted: RegExp): readonly string[] {
  const paths = readdirSync(content, { recursive: true, encoding: 'utf8' })
    .filter((path) => wanted.test(basename(path)))
    .map((path) => join(content, path));
  return [...new Map(paths.map((path) => [realpathSync(path), path])).values()];
}

function requireDone({ code, output }: ProgramResult, what: string): void {
  if (code === 0) return;
  const lines = output.trim().split('\n');
  const reason = lines.find((line) => /^E(rror)?:/.test(line)) ?? lines.at(-1);
  throw new EnvironmentError(`${what}: ${reason || 'cannot be started'}`, { hint: installHint() });
}
