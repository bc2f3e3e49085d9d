// The browser's side of bench/browser.mjs, in a worker: opens a training, then takes a turn whenever it is asked to.
import * as ort from 'onnxruntime-web/wasm';
import { openEngine } from '../../dist/web.js';
import { openTraining } from './training.mjs';

const runtime = '/runtime/ort-wasm-simd-threaded';
ort.env.wasm.wasmPaths = { mjs: `${runtime}.mjs`, wasm: `${runtime}.wasm` };
let takeTurn;

addEventListener('message', async ({ data }) => {
  try {
    if (data === 'turn') postMessage({ speeds: await takeTurn() });
    else {
      takeTurn = openTraining(await openEngine('wasm', { runtime: ort, threads: data.threads }), data);
      postMessage({ isOpen: true });
    }
  } catch ({ message }) {
    postMessage({ message });
  }
});
