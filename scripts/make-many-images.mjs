// Makes a folder of many small grey pictures of ten classes, to see that a dataset larger than memory can be trained from.
//   node scripts/make-many-images.mjs OUT [--count 200000] [--size 16]
// then, for the peak of memory ("Maximum resident set size"):
//   /usr/bin/time -v node bin/googlenet.js train --data OUT --model lenet --image-size 28 --channels 1 --epochs 1
import { existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeClassFolders } from './class-folders/write-class-folders.mjs';

const { values, positionals } = parseArgs({
  options: { count: { type: 'string', default: '200000' }, size: { type: 'string', default: '16' } },
  allowPositionals: true,
});
const [folder] = positionals;
if (positionals.length !== 1 || ![values.count, values.size].every((value) => /^[1-9]\d{0,6}$/.test(value))) {
  console.error('usage: node scripts/make-many-images.mjs OUT [--count IMAGES] [--size ROWS_AND_COLUMNS]');
  process.exit(2);
}
if (existsSync(folder) && readdirSync(folder).length > 0) {
  console.error(`${folder} is not empty: give a new folder`);
  process.exit(2);
}
const [count, size] = [Number(values.count), Number(values.size)];
const classNames = Array.from({ length: 10 }, (_, label) => `class-${label}`);

/** A class is how steep a ramp is; each image begins at another level, so that no two neighbours are the same. */
function imageAt(index) {
  const label = index % classNames.length;
  const pixel = (_, at) => (at % size) * (label + 1) + Math.floor(at / size) * 3 + Math.floor(index / 10) * 7;
  return { image: Uint8Array.from({ length: size * size }, pixel), label };
}

const began = performance.now();
await writeClassFolders(folder, { classNames, count, rows: size, columns: size, imageAt });
console.log(`${count} pictures in ${folder}, ${((performance.now() - began) / 1000).toFixed(1)} s`);
