// A student's first hour: what the network is, a training on a small slice, its report and page, and a picture of one's own.
import { expect } from 'vitest';
import type { Reader } from './reader.ts';

export async function student({ types, opens, draws, finds }: Reader): Promise<void> {
  await types('npx googlenet summary', 'Total params: 5,977,530');

  await types(
    'npx googlenet train --recipe fast --epochs 1 --limit-train 128 --limit-test 64 --run runs/first',
    /epoch 001\/1 · train loss \d/,
    'results are in runs/first',
  );
  finds('runs/first/report.html', 'fashion-mnist/test', '<svg');

  await opens('npx googlenet studio --port 0', async (address) => {
    expect(await (await fetch(address)).text()).toContain('<html');
    expect((await (await fetch(`${address}api/runs/first`)).json()).id).toBe('first');
  });

  // With the weights of the package: an hour is too short to train one's own well.
  const trousers = '<path fill="#203080" d="M25 10h70l8 200h-30l-13-150-13 150h-30z"/>';
  await draws('trousers.jpg', `<svg width="120" height="220">${trousers}</svg>`);
  await types('npx googlenet predict trousers.jpg', /^ {2}Trouser +\S+ +9\d\.\d\d %$/m);
}
