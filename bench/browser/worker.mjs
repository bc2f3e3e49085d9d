// The browser's side of bench/browser.mjs, in a worker: opens a training, then takes a turn whenever it is asked to.
import * as ort from 'onnxruntime-web/wasm';
import { openTraining } from './training.mjs';

const runtime = '/runtime/ort-wasm-simd-threaded';
ort.env.wasm.wasmPaths = { mjs: `${runtime}.mjs`, wasm: `${runtime}.wasm` };
let takeTurn;

addEventListener('message', async ({ data }) => {
  try {
    if (data === 'turn') postMessage({ speeds: await takeTurn() });
    else {
      takeTurn = await openTraining(ort, data);
      postMessage({ isOpen: true });
    }
  } catch ({ message }) {
    postMessage({ message });
  }
});
