// Builds the studio's page: web/ → dist/web/, all assets with it; one of them Node computes with too: dist/wasm/. What the page
// takes from src/ are files without Node.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { noticesPlugin } from './scripts/build/notices-plugin.mjs';
import { wasmPackages, wasmPlugin } from './scripts/build/wasm-plugin.mjs';

const built = (path: string) => fileURLToPath(new URL(`dist/${path}`, import.meta.url));
const notices = noticesPlugin(built('NOTICES.md'), wasmPackages);

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
  plugins: [notices(), wasmPlugin({ page: built('web'), folder: built('wasm') })],
  worker: { format: 'es', plugins: () => [notices()] },
});
