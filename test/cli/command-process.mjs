// The built command line as a process of its own, on a made-up dataset, so that a test can take its outputs away.
import { processContext } from '../../dist/cli/command-context.js';
import { main } from '../../dist/cli/main.js';

const rows = 28;

await main({
  ...processContext(),
  loadDataset: async ({ split, limit = 8 }) => ({
    name: `made-up/${split}`,
    images: Uint8Array.from({ length: limit * rows * rows }, (_, pixel) => (pixel * 7919) % 256),
    labels: Uint8Array.from({ length: limit }, (_, index) => index % 10),
    count: limit,
    rows,
    columns: rows,
    classNames: Array.from({ length: 10 }, (_, label) => String(label)),
    sha256: '',
  }),
});
