// The package in an empty folder, as its users get it: packed by scripts/pack.mjs, installed by npm. npm takes what it has in
// its cache, where `npm ci` left all of it, and asks its registry for the rest.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack } from '../../scripts/pack.mjs';
import { reader } from './reader.ts';

export const project = fileURLToPath(new URL('../..', import.meta.url));
export const description = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

/** Stands in as long as package.json has none: what is packed is tested with absolute addresses. */
const repository = { type: 'git', url: 'git+https://github.com/OWNER/NAME.git' };

export interface InstalledPackage {
  readonly tarball: string;
  /** The project that has the package. */
  readonly folder: string;
  /** Why it could not be installed, where npm finds no network. Not in CI, which is to have one. */
  readonly whyNot: string | undefined;
}

export async function installPackage(): Promise<InstalledPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'googlenet-first-hour-'));
  const tarball = await pack(folder, { repository, ...description });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  try {
    await reader(folder).types(`npm install --ignore-scripts --prefer-offline --no-audit --no-fund "${tarball}"`);
  } catch (error) {
    const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.exec(String(error));
    if (unreachable === null || process.env.CI !== undefined) throw error;
    return { tarball, folder, whyNot: `npm cannot reach its registry: ${unreachable[0]}` };
  }
  return { tarball, folder, whyNot: undefined };
}
