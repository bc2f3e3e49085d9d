// A plugin of Vite that makes dist/wasm/ once the page is built: ONNX Runtime for Node, which computes with the page's
// WebAssembly file. So the package has these 14 MB once, and Node needs no further dependency.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build, transform } from 'esbuild';

const name = 'ort-wasm-simd-threaded';
/** With the conditions of Node; what the page imports is made for browsers. */
const entry = 'onnxruntime-web';
/** Whose code that contains. */
export const wasmPackages = [entry, 'onnxruntime-common'];

/**
 * @param {{ page: string, folder: string }} where the built page is, and where the files go
 * @returns {import('vite').Plugin}
 */
export function wasmPlugin({ page, folder }) {
  return {
    name: 'wasm',
    apply: 'build',
    async writeBundle() {
      const assets = readdirSync(join(page, 'assets')).filter((file) => file.startsWith(`${name}-`));
      if (assets.length !== 1) throw new Error(`the page has ${assets.length} files ${name}-*, expected one`);
      mkdirSync(folder, { recursive: true });
      const { resolve } = createRequire(import.meta.url);
      const scripts = dirname(resolve(entry));
      // A file of its own, which its threads load.
      writeFileSync(
        join(folder, `${name}.mjs`),
        await keepToItself(readFileSync(join(scripts, `${name}.mjs`), 'utf8')),
      );
      const wasm = relative(folder, join(page, 'assets', assets[0])).replaceAll('\\', '/');
      await build({
        stdin: { contents: printEntry(wasm), resolveDir: scripts },
        ...{ bundle: true, minify: true, legalComments: 'eof', platform: 'node', format: 'esm', target: 'node20' },
        ...{ outfile: join(folder, 'onnxruntime.mjs'), logLevel: 'warning' },
      });
    },
  };
}

/** What the script is given in the place of the global `Worker`. */
const ownWorker = `let NodeWorker;
function OwnWorker(url, options) { return new NodeWorker(url, { ...options, execArgv: [] }); }
`;

/**
 * Its threads are Node's workers, which it would make known to the whole process as `Worker`, as if that were a browser. And they
 * would be started with the options of the process, of which some forbid to load a file (`--input-type`).
 */
async function keepToItself(script) {
  const define = { 'global.Worker': 'NodeWorker', Worker: 'OwnWorker' };
  return (await transform(script, { define, banner: ownWorker, minifyWhitespace: true, target: 'node20' })).code;
}

function printEntry(wasm) {
  const address = (path) => `new URL(${JSON.stringify(path)}, import.meta.url).href`;
  return `export * as ort from ${JSON.stringify(entry)};
export const files = { mjs: ${address(`./${name}.mjs`)}, wasm: ${address(wasm)} };
`;
}
