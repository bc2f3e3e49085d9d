// `npm run docs`: builds the documentation and shows it to this machine.
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { buildSite } from './build-site.mjs';

const out = fileURLToPath(new URL('../../site', import.meta.url));
await buildSite(out);
const server = await preview({
  configFile: false,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  appType: 'mpa',
  build: { outDir: out },
  preview: { host: '127.0.0.1', port: 4180 },
});
server.printUrls();
