// Serves the page to this machine: `node examples/web/serve.mjs MODEL.onnx [PORT]`. Any other web server does as well: put the
// files of this folder, the model as model.onnx, and onnxruntime-web's files as runtime/ into one folder of it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const [model, port = '8000'] = process.argv.slice(2);
if (model === undefined) {
  console.error('which model? node examples/web/serve.mjs MODEL.onnx');
  process.exit(2);
}
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const runtime = (name) => fileURLToPath(new URL(name, import.meta.resolve('onnxruntime-web/wasm')));
/** All that the page asks for. */
const files = {
  '/': here('index.html'),
  '/classify.mjs': here('classify.mjs'),
  '/prepare-picture.mjs': here('prepare-picture.mjs'),
  '/read-metadata.mjs': here('read-metadata.mjs'),
  '/model.onnx': model,
  '/runtime/ort.wasm.min.mjs': runtime('ort.wasm.min.mjs'),
  '/runtime/ort-wasm-simd-threaded.mjs': runtime('ort-wasm-simd-threaded.mjs'),
  '/runtime/ort-wasm-simd-threaded.wasm': runtime('ort-wasm-simd-threaded.wasm'),
};
const types = { '.html': 'text/html', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

const server = createServer(async ({ url }, response) => {
  const path = files[new URL(url, 'http://localhost').pathname];
  if (path === undefined) return response.writeHead(404).end();
  try {
    const content = await readFile(path);
    response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(content);
  } catch (error) {
    console.error(error.message);
    response.writeHead(500).end();
  }
});
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
