import { expect } from 'vitest';
import { tutorial } from '../examples/tutorial.ts';
import { locateFashionMnist } from '../src/data/fashion-mnist/locate.ts';
import { itUnless, withoutDataset } from './support/unless.ts';

const reason = withoutDataset(await locateFashionMnist());

// Without the dataset on this machine it would download 30 MB.
itUnless(reason, 'the 20 lines of the tutorial train on a small slice', async () => {
  const history = await tutorial({ epochs: 1, trainImages: 24, testImages: 8, batchSize: 16 });
  expect(history).toHaveLength(1);
  const [{ trainLoss, testLoss, epochs }] = history;
  expect(epochs).toBe(1);
  // Untrained, ten classes: about ln 10.
  for (const loss of [trainLoss, testLoss]) expect(Math.abs(Number(loss) - Math.log(10))).toBeLessThan(1);
});
