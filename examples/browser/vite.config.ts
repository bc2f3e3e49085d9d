// For the page in this repository: `npm run build`, then `npx vite examples/browser`. In a project that has installed googlenet
// and onnxruntime-web the alias is not needed.
import { fileURLToPath } from 'node:url';

export default {
  resolve: { alias: { 'googlenet/web': fileURLToPath(new URL('../../dist/web.js', import.meta.url)) } },
  build: { target: 'es2022', assetsInlineLimit: 0 },
  worker: { format: 'es' },
};
