// The library as its users have it: compiled, with declarations, in a package named googlenet. Not dist/, which may be older.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** @param folder an empty one, which then is a project that has the library installed. @returns the library's folder */
export function installLibrary(folder: string): string {
  const library = join(folder, 'node_modules', 'googlenet');
  mkdirSync(library, { recursive: true });
  cpSync(join(project, 'package.json'), join(library, 'package.json'));
  symlinkSync(join(project, 'node_modules'), join(library, 'node_modules'), 'junction');
  const compiler = join(project, 'node_modules', 'typescript', 'bin', 'tsc');
  const argv = [compiler, '-p', join(project, 'tsconfig.build.json'), '--outDir', join(library, 'dist')];
  execFileSync(process.execPath, argv, { stdio: 'inherit' });
  return library;
}
