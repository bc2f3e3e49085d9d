// Writes Fashion-MNIST as a folder of pictures: OUT/{train,test}/CLASS/NNNNN.png, NNNNN being the place in the IDX file.
// A folder's classes are sorted by name, so their labels are others than in the IDX files: the table says which.
//   npm run build && node scripts/write-fashion-mnist-png.mjs OUT [--limit IMAGES_OF_EACH_PART]
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fashionMnist } from '../dist/index.js';
import { folderName, writeDataset } from './class-folders/write-class-folders.mjs';

const { values, positionals } = parseArgs({ options: { limit: { type: 'string' } }, allowPositionals: true });
const [folder] = positionals;
if (positionals.length !== 1 || !/^[1-9]\d*$/.test(values.limit ?? '1')) {
  console.error('usage: node scripts/write-fashion-mnist-png.mjs OUT [--limit IMAGES_OF_EACH_PART]');
  process.exit(2);
}
if (existsSync(folder) && readdirSync(folder).length > 0) {
  console.error(`${folder} is not empty: give a new folder`);
  process.exit(2);
}
for (const split of ['train', 'test']) {
  const dataset = await fashionMnist({ split, ...(values.limit === undefined ? {} : { limit: Number(values.limit) }) });
  await writeDataset(join(folder, split), dataset);
  console.log(`${dataset.count} pictures in ${join(folder, split)}`);
  if (split === 'test') printLabels(dataset.classNames);
}

function printLabels(classNames) {
  const sorted = classNames.map(folderName).sort();
  console.log('\nfolder       label  in the IDX files');
  for (const [label, name] of sorted.entries()) {
    console.log(`${name.padEnd(12)} ${String(label).padStart(5)}  ${classNames.map(folderName).indexOf(name)}`);
  }
}
