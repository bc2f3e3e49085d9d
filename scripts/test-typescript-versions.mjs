// The built declarations with other versions of TypeScript than the installed one, each fetched by npm into a folder of its
// own: every file is checked, without types of Node or of other packages.
//   node scripts/test-typescript-versions.mjs [VERSION ...]
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const asked = process.argv.slice(2);
const versions = asked.length > 0 ? asked : ['5.4.5', '5.6.3', '5.9.3', '6.0.3', '7.0.2'];

const folder = mkdtempSync(join(tmpdir(), 'googlenet-typescript-'));
const library = join(folder, 'node_modules', 'googlenet');
mkdirSync(library, { recursive: true });
cpSync(join(project, 'package.json'), join(library, 'package.json'));
const compiler = join(project, 'node_modules', 'typescript', 'bin', 'tsc');
const outDir = join(library, 'dist');
execFileSync(process.execPath, [compiler, '-p', join(project, 'tsconfig.build.json'), '--outDir', outDir]);
writeFileSync(
  join(folder, 'program.mts'),
  "import * as library from 'googlenet';\nexport const model: library.nn.Module = new library.GoogLeNet();\n",
);
const compilerOptions = { noEmit: true, strict: true, skipLibCheck: false, target: 'es2022', module: 'nodenext' };
writeFileSync(
  join(folder, 'tsconfig.json'),
  JSON.stringify({ compilerOptions: { ...compilerOptions, types: [] }, files: ['program.mts'] }),
);

let failed = 0;
for (const version of versions) {
  const own = join(folder, version);
  mkdirSync(own);
  execFileSync('npm', ['install', '--silent', '--no-save', '--prefix', own, `typescript@${version}`]);
  const tsc = join(own, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  console.log(`TypeScript ${version}: ${status === 0 ? 'passes' : `fails\n${stdout}`}`);
  if (status !== 0) failed++;
}
rmSync(folder, { recursive: true });
process.exitCode = failed === 0 ? 0 : 1;
