// Scripts that tests start as processes of their own, compiled from the sources as they are.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Takes about a second.
 * @param name of a folder in test/ with a tsconfig.json and a child.ts
 * @returns the compiled child
 */
export function compileScript(name: string): string {
  const compiler = join(project, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(project, 'test', name)], { stdio: 'inherit' });
  const compiled = join(project, 'node_modules', '.cache', `googlenet-${name}`);
  writeFileSync(join(compiled, 'package.json'), '{"type":"module"}\n');
  return join(compiled, 'test', name, 'child.js');
}
