// The resize is bit-equal to PIL's over all 70,000 images, train then test, as one hash.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeUnless, withoutDataset } from '../../test/support/unless.ts';
import { Resizer } from '../images/resize.ts';
import { fashionMnist } from './fashion-mnist/fashion-mnist.ts';
import { locateFashionMnist } from './fashion-mnist/locate.ts';

const golden = z
  .object({ images: z.int(), sha256: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../test/fixtures/resize/golden.json', import.meta.url), 'utf8')));

const present = await locateFashionMnist();

describeUnless(withoutDataset(present), 'resizeInto, on all of Fashion-MNIST', () => {
  it('gives the bytes that PIL gives at 96×96', async () => {
    const chunk = 100;
    const resizer = new Resizer(28, 28, 96, 96);
    const resized = new Uint8Array(chunk * 96 * 96);
    const hash = createHash('sha256');
    let seen = 0;
    for (const split of ['train', 'test'] as const) {
      const { images, count } = await fashionMnist({ split });
      for (let begin = 0; begin < count; begin += chunk) {
        for (let item = 0; item < chunk; item++) {
          resizer.resizeInto(images, (begin + item) * 784, resized, item * 96 * 96);
        }
        hash.update(resized);
        seen += chunk;
      }
    }
    expect(seen).toBe(golden.images);
    expect(hash.digest('hex')).toBe(golden.sha256);
  });
});
