// Builds the studio's page: web/ → dist/web/, all assets with it. What the page takes from src/ are files without Node.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { noticesPlugin } from './scripts/build/notices-plugin.mjs';

const notices = noticesPlugin(fileURLToPath(new URL('dist/NOTICES.md', import.meta.url)));

export default defineConfig({
  root: 'web',
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // The page's policy allows no data: URLs for scripts, and files are cached by their hashed names.
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  plugins: [notices()],
  worker: { format: 'es', plugins: () => [notices()] },
});
