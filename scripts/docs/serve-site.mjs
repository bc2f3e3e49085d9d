// `npm run docs`: builds the documentation and shows it to this machine.
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { buildSite } from './build-site.mjs';

const project = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param {string} outDir a site that was built
 * @param {number} port 0 is any that is free
 * @returns {Promise<import('vite').PreviewServer>}
 */
export function serveSite(outDir, port) {
  const options = { host: '127.0.0.1', port };
  return preview({
    configFile: false,
    logLevel: 'warn',
    root: project,
    appType: 'mpa',
    build: { outDir },
    preview: options,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const out = fileURLToPath(new URL('../../site', import.meta.url));
  await buildSite(out);
  (await serveSite(out, 4180)).printUrls();
}
