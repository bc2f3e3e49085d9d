// A project that reads the library's declarations without types of Node and without the packages that the library needs.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installLibrary } from './built-library.ts';

const compilerOptions = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  target: 'es2022',
  module: 'nodenext',
  types: [],
};

/** @param folder an empty one. @param programs by the names of their files, which end with `.mts` */
export function writeStrictProject(folder: string, programs: Readonly<Record<string, string>>): void {
  const library = installLibrary(folder);
  rmSync(join(library, 'node_modules'), { recursive: true });
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(programs) }));
}
