// Makes two folders of pictures of the colour emoji of two artists, a folder for each category:
// data/google/CATEGORY/*.png and data/twitter/CATEGORY/*.png. The pictures come from npm (136 MB, once), into packages/.
//   node examples/own-images/make-emoji-folders.mjs
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { captureNpm } from '../../scripts/setup/command.mjs';

const version = '16.0.0';
const artists = ['google', 'twitter'];
const here = fileURLToPath(new URL('.', import.meta.url));
const packages = join(here, 'packages');
const folderOf = (artist) => join(packages, 'node_modules', `emoji-datasource-${artist}`);

if (!artists.every((artist) => existsSync(join(folderOf(artist), 'emoji.json')))) {
  console.log('fetching the pictures from npm');
  mkdirSync(packages, { recursive: true });
  const flags = ['--prefix', packages, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const names = artists.map((artist) => `emoji-datasource-${artist}@${version}`);
  const { code, output } = await captureNpm(['install', ...flags, ...names]);
  if (code !== 0) {
    console.error(`npm could not fetch them: is there a network?\n${output.trim()}`);
    process.exit(1);
  }
}
for (const artist of artists) {
  const counts = copyByCategory(artist, join(here, 'data', artist));
  const pictures = [...counts.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${pictures} pictures of ${counts.size} categories in ${join(here, 'data', artist)}`);
}

/** Without the parts that emoji are put together of, such as tones of skin, and without their variants. */
function copyByCategory(artist, to) {
  const folder = folderOf(artist);
  const counts = new Map();
  for (const emoji of JSON.parse(readFileSync(join(folder, 'emoji.json'), 'utf8'))) {
    const { category, image } = emoji;
    if (category === 'Component' || !emoji[`has_img_${artist}`]) continue;
    if (!counts.has(category)) mkdirSync(join(to, category), { recursive: true });
    copyFileSync(join(folder, 'img', artist, '64', image), join(to, category, image));
    counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return counts;
}
