// The folder of pictures that the documentation speaks of: photos/cat and photos/dog, a few of each.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

export async function writePhotos(folder: string): Promise<void> {
  for (const [label, name] of ['cat', 'dog'].entries()) {
    mkdirSync(join(folder, name), { recursive: true });
    for (let index = 0; index < 10; index++) {
      const background = { r: label === 0 ? 220 : 30, g: 90 + 8 * index, b: label === 0 ? 40 : 200 };
      const picture = sharp({ create: { width: 60 + index, height: 50, channels: 3, background } });
      await picture.jpeg().toFile(join(folder, name, `${index + 1}.jpg`));
    }
  }
}
