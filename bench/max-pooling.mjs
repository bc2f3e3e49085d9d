#!/usr/bin/env node
// The max-pools of GoogLeNet on oneDNN, one primitive at a time: each implementation of the library, on the layouts that
// blocked images can be seen in. Prints milliseconds, the fastest of 15 runs, as a table.
//   npm run build && node bench/max-pooling.mjs
import { argumentCodes } from '../dist/engines/onednn/library/codes.js';
import { NativeMemory } from '../dist/engines/onednn/library/native.js';
import { OneDnn } from '../dist/engines/onednn/library/onednn.js';
import { OperandList } from '../dist/engines/onednn/library/operand-list.js';

const batch = 128;
const maps = [
  { channels: 64, size: 48, stride: 2 },
  { channels: 256, size: 12, stride: 1 },
  { channels: 512, size: 6, stride: 1 },
  { channels: 832, size: 3, stride: 1 },
];
const runs = 15;
const oneDnn = new OneDnn({ threads: 2 });

function channelsLast([n, c, h, w]) {
  return oneDnn.abi.stridedLayout([n, c, h, w], [h * w * c, 1, w * c, c]);
}

/** Blocks of 16 channels; each block as an image; all channels of a pixel together. */
const views = {
  blocks: (shape) => oneDnn.abi.blockedLayout(shape, 16),
  'blocks as images': ([n, c, h, w]) => channelsLast([(n * c) / 16, 16, h, w]),
  'channels last': channelsLast,
};

function time(primitive, layouts) {
  const scratchpad = oneDnn.query(primitive, 'scratchpad');
  const roles = Object.entries({ ...layouts, scratchpad }).filter(([, layout]) => layout !== undefined);
  const memories = roles.map(([, layout]) => new NativeMemory(oneDnn.sizeOf(layout)));
  const list = new OperandList(
    roles.map(([role, layout], index) => ({
      argument: argumentCodes[role],
      memory: oneDnn.memory(layout, memories[index].address),
    })),
  );
  const compiled = oneDnn.primitive(primitive);
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    oneDnn.execute(compiled, list);
    fastest = Math.min(fastest, performance.now() - started);
  }
  return fastest.toFixed(2);
}

console.log(`oneDNN ${oneDnn.version}, batch ${batch}, 2 threads, milliseconds\n`);
console.log('| map | seen as | code | forward | gradient | forward without workspace |');
console.log('|---|---|---|---:|---:|---:|');
for (const { channels, size, stride } of maps) {
  const pooled = Math.floor((size + 2 - 3) / stride) + 1;
  const window = { kernel: [3, 3], stride: [stride, stride], padding: [1, 1], paddingBehind: [1, 1] };
  for (const [view, layoutOf] of Object.entries(views)) {
    const x = layoutOf([batch, channels, size, size]);
    const y = layoutOf([batch, channels, pooled, pooled]);
    const options = { propagation: 'training', algorithm: 'max', window };
    const inference = oneDnn.abi.pooling({ x, y }, { ...options, propagation: 'inference' }, oneDnn.plainAttributes);
    for (const forward of oneDnn.abi.poolings({ x, y }, options, oneDnn.plainAttributes)) {
      const code = oneDnn.implementation(forward);
      if (!code.startsWith('jit')) continue;
      const workspace = oneDnn.query(forward, 'workspace');
      const gradient = oneDnn.abi.poolingGradient({ dx: x, dy: y }, { ...options, forward }, oneDnn.plainAttributes);
      const cells = [
        `${channels} × ${size}², stride ${stride}`,
        view,
        code,
        time(forward, { x, y, workspace }),
        time(gradient, { dx: x, dy: y, workspace }),
        time(inference, { x, y }),
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
}
oneDnn.close();
