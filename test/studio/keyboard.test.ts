// The main ways through the page without a mouse: from view to view, to a run, to a comparison, to an answer.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { it } from './support/studio-test.ts';

it('goes from the list to a run and back, and to the other views', async ({ runs, open }) => {
  runs.write('first');
  const page = await open('/');
  await page.getByRole('link', { name: 'first', exact: true }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  await tabTo(page, 'first');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'first' }).waitFor();
  await tabTo(page, '← All runs');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Runs' }).waitFor();
  await tabTo(page, 'Network');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Network' }).waitFor();
  expect(await page.getByRole('link', { name: 'Network' }).getAttribute('aria-current')).toBe('page');
  await page.goBack();
  await page.getByRole('heading', { name: 'Runs' }).waitFor();
});

it('compares two runs', async ({ runs, open }) => {
  runs.write('left');
  runs.write('right');
  const page = await open('/');
  await page.getByRole('link', { name: 'left', exact: true }).waitFor();
  for (const name of ['left', 'right']) {
    await tabTo(page, `Select ${name} to compare`);
    await page.keyboard.press(' ');
  }
  await tabTo(page, 'Compare (2)');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Compare runs' }).waitFor();
});

it('opens a block of the network', async ({ open }) => {
  const page = await open('/network');
  await page.locator('[data-part]').first().waitFor();
  const box = page.locator('[data-part="model.8"]');
  const frame = () =>
    box
      .locator('rect')
      .evaluate((rect) =>
        JSON.stringify(['stroke', 'outline'].map((name) => getComputedStyle(rect).getPropertyValue(name))),
      );
  const plain = await frame();
  await tabTo(page, 'IncepBlock model.8, [256, 12, 12] · 4 paths, 2.7 % Parameters');
  // One sees where one is.
  expect(await frame()).not.toBe(plain);
  await page.keyboard.press('Enter');
  await page.locator('[data-part="model.8.channel1.0"]').waitFor();
});

it('classifies a test image, and opens its feature maps', async ({ trained, open }) => {
  const page = await open(`/playground?run=${trained}`);
  const image = page.getByRole('button', { name: /^Test image 2:/ });
  await image.waitFor();
  await tabTo(page, (await image.getAttribute('aria-label')) ?? '');
  await page.keyboard.press('Enter');
  await page.getByTestId('prediction').waitFor();
  await tabTo(page, 'Feature maps');
  await page.keyboard.press('Enter');
  await page.locator('.feature-path canvas').first().waitFor();
});

/** Presses Tab until the element of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (now === name) return;
    passed.push(now);
  }
  throw new Error(`Tab does not come to '${name}', but to ${passed.join(' | ')}`);
}

async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
  });
}
