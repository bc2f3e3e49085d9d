// The package as it is published: `node scripts/pack.mjs [FOLDER]` writes googlenet-VERSION.tgz there. It is packed from a
// copy, since its READMEs differ from the checkout's (package/absolute-links.mjs): killed half-way, this leaves nothing changed.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { absoluteLinks } from './package/absolute-links.mjs';
import { ensureBuild } from './setup/build.mjs';
import { capture, captureNpm } from './setup/command.mjs';
import { projectPath } from './setup/project.mjs';

/** Only the checkout needs these; `private` keeps npm from publishing it, with relative addresses, by itself. */
const ofCheckout = ['private', 'workspaces', 'scripts', 'devDependencies'];

/**
 * @param {string} folder where the tarball goes
 * @param {object} [description] package.json
 * @returns {Promise<string>} its path
 */
export async function pack(folder, description = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'))) {
  await ensureBuild();
  const copy = mkdtempSync(join(tmpdir(), 'googlenet-pack-'));
  try {
    const kept = description.files.filter((path) => !path.startsWith('!'));
    for (const path of kept) cpSync(projectPath(path), join(copy, path), { recursive: true });
    const published = Object.entries(description).filter(([field]) => !ofCheckout.includes(field));
    writeFileSync(join(copy, 'package.json'), `${JSON.stringify(Object.fromEntries(published), null, 2)}\n`);
    if (description.repository !== undefined) await makeLinksAbsolute(copy, kept, description.repository.url);
    mkdirSync(folder, { recursive: true });
    const words = ['pack', '--ignore-scripts', '--silent', '--pack-destination', resolve(folder)];
    const { code, output } = await captureNpm(words, { cwd: copy });
    if (code !== 0) throw new Error(`npm pack failed:\n${output}`);
    return join(resolve(folder), output.trim());
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** The addresses are those of the commit at hand, so that they show what belongs to this version for ever. */
async function makeLinksAbsolute(copy, files, url) {
  const { code, output } = await capture('git', ['rev-parse', 'HEAD']);
  if (code !== 0) throw new Error(`which commit is packed? git says: ${output}`);
  for (const path of files.filter((name) => name.endsWith('.md'))) {
    writeFileSync(join(copy, path), absoluteLinks(readFileSync(join(copy, path), 'utf8'), url, output.trim()));
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(await pack(process.argv[2] ?? '.'));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
