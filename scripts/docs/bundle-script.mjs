// The script of the site's live drawings, in one classic file, as TypeDoc includes it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const entry = fileURLToPath(new URL('../../docs/live/inception-block.mjs', import.meta.url));

/** @returns {Promise<string>} a temporary file */
export async function bundleScript() {
  const outDir = mkdtempSync(join(tmpdir(), 'googlenet-docs-'));
  const lib = { entry, formats: ['iife'], name: 'live', fileName: () => 'live.js' };
  await build({ configFile: false, logLevel: 'warn', build: { lib, outDir, emptyOutDir: true } });
  return join(outDir, 'live.js');
}
