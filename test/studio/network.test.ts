// The network as a drawing: nine blocks, each opened into its four paths, with the mouse and with the keyboard; coloured
// by the share of parameters, of compute, and of time where it was measured.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { coloursOf } from './support/canvas.ts';
import { tabTo } from './support/keyboard.ts';
import { it } from './support/studio-test.ts';

const block = '[data-part="model.8"]';

it.concurrent('opens a block into its four paths by mouse', async ({ open, expect }) => {
  const page = await open('/network');
  await page.locator(block).waitFor();
  expect(new URL(page.url()).pathname).toBe('/network/GoogLeNet');
  expect(await page.locator('[data-part][aria-expanded="false"]').count()).toBe(9);
  const closed = await boxesOf(page);
  await page.locator(block).click();
  expect(await page.locator(block).getAttribute('aria-expanded')).toBe('true');
  expectFourPaths(await boxesOf(page));
  const panel = page.getByRole('region', { name: 'Details' });
  // The paper's block 3a: 64 + 128 + 32 + 32 channels, and torchinfo's numbers.
  expect(await panel.innerText()).toMatch(
    /IncepBlock[\s\S]*model\.8[\s\S]*\[192, 12, 12\][\s\S]*\[256, 12, 12\][\s\S]*163,696/,
  );

  await page.locator(block).click();
  expect(await boxesOf(page)).toEqual(closed);
});

it.concurrent('opens a block by keyboard, and moves along its paths', async ({ open, expect }) => {
  const page = await open('/network');
  await page.locator(block).waitFor();
  const frame = () => page.locator(`${block} rect`).evaluate((box) => getComputedStyle(box).stroke);
  const plain = await frame();
  await tabTo(page, 'Image, [1, 96, 96]');
  // Image, Conv2d, MaxPool2d, Conv2d, Conv2d, MaxPool2d, block.
  for (let box = 0; box < 6; box++) await page.keyboard.press('ArrowDown');
  // One sees where one is.
  expect(await frame()).not.toBe(plain);
  expect(await focusedPart(page)).toBe('model.8');
  await page.keyboard.press('Enter');
  expectFourPaths(await boxesOf(page));
  expect(await focusedPart(page)).toBe('model.8');
  await page.keyboard.press('ArrowDown');
  expect(await focusedPart(page)).toMatch(/^model\.8\.channel\d/);
  const first = await focusedPart(page);
  await page.keyboard.press('ArrowRight');
  const second = await focusedPart(page);
  expect(second).toMatch(/^model\.8\.channel\d/);
  expect(second).not.toBe(first);
  await page.keyboard.press(' ');
  const panel = page.getByRole('region', { name: 'Details' });
  expect(await panel.innerText()).toContain(second);
  await page.keyboard.press('Escape');
  expect(await panel.count()).toBe(0);
});

it.concurrent('colours by parameters, compute and measured time', async ({ runs, open, expect }) => {
  const layers = [
    { module: 'model.8.channel2.2', kind: 'convolution', milliseconds: 30 },
    { module: 'model.0', kind: 'convolution', milliseconds: 70 },
  ];
  const profile = { engine: 'onednn', mode: 'train', milliseconds: 100, layers };
  writeFileSync(join(runs.path, 'profile.json'), JSON.stringify(profile));
  const page = await open('/network');
  await page.locator(block).waitFor();
  const share = async () => /([\d.]+) % \D+$/.exec((await page.locator(block).getAttribute('aria-label')) ?? '')?.[1];
  const colour = () => page.locator(`${block} rect`).evaluate((box) => getComputedStyle(box).fill);
  expect(await share()).toBe('2.7');
  const ofParameters = await colour();
  await page.getByRole('button', { name: 'Compute' }).click();
  expect(Number(await share())).toBeGreaterThan(5);
  await page.getByRole('button', { name: 'Measured time' }).click();
  expect(Number(await share())).toBe(30);
  expect(await colour()).not.toBe(ofParameters);
});

interface PlacedBox {
  readonly id: string;
  readonly name: string;
  readonly left: number;
}

async function boxesOf(page: Page): Promise<readonly PlacedBox[]> {
  return page.locator('[data-part]').evaluateAll((boxes) =>
    boxes.map((box) => ({
      id: box.getAttribute('data-part') ?? '',
      name: box.getAttribute('aria-label') ?? '',
      left: Math.round(box.getBoundingClientRect().left),
    })),
  );
}

function expectFourPaths(boxes: readonly PlacedBox[]): void {
  const names = boxes
    .filter(({ id }) => id.startsWith('model.8.') || id.startsWith('model.8:'))
    .map(({ id, name }) => `${id.slice('model.8'.length)} ${name.split(',')[0]}`);
  expect(names.toSorted()).toEqual([
    '.channel1.0 Conv2d 1×1 + ReLU',
    '.channel2.0 Conv2d 1×1 + ReLU',
    '.channel2.2 Conv2d 3×3 + ReLU',
    '.channel3.0 Conv2d 1×1 + ReLU',
    '.channel3.2 Conv2d 5×5 + ReLU',
    '.channel4.0 MaxPool2d 3×3',
    '.channel4.1 Conv2d 1×1 + ReLU',
    ':concat concat',
  ]);
  // Side by side.
  expect(new Set(boxes.filter(({ id }) => /\.channel\d\.0$/.test(id)).map(({ left }) => left)).size).toBe(4);
}

async function focusedPart(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-part') ?? '');
}

it.concurrent('shows the weights of a run: its first filters, and how values are spread, by keyboard', async ({
  trained,
  open,
  expect,
}) => {
  const page = await open(`/network?run=${trained}`);
  const weights = page.getByRole('region', { name: 'Weights' });
  await weights.waitFor();
  const histogram = weights.getByRole('img', { name: /^How often which values occur: [\d,]+ values from −/ });
  const first = await histogram.getAttribute('aria-label');
  const filters = weights.getByRole('img', { name: /filters: blue is −/ });
  expect((await coloursOf(filters)).length).toBeGreaterThan(8);
  await tabTo(page, 'Tensor');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => histogram.getAttribute('aria-label')).not.toBe(first);
  expect(await weights.getByLabel('Tensor').inputValue()).toBe('model.0.bias');
  expect(await filters.count()).toBe(0);

  await page.locator(block).click();
  const own = page.getByRole('region', { name: 'Details' }).getByLabel('Tensor');
  const names = await own.locator('option').allInnerTexts();
  expect(names).toHaveLength(12);
  expect(names.filter((name) => !name.startsWith('model.8.channel'))).toEqual([]);
});
