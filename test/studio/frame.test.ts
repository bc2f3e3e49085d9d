// The frame of the page: from view to view by keyboard, the language, light and dark.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { coloursOf } from './support/canvas.ts';
import { focusedName, tabTo } from './support/keyboard.ts';
import { it } from './support/studio-test.ts';

it('goes from the list to a run and back, and to the other views', async ({ runs, open }) => {
  runs.write('first');
  const page = await open('/');
  await page.getByRole('link', { name: 'first', exact: true }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focusedName(page)).toBe('Skip to the content');
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

it('follows the browser’s language; another one can be chosen and is remembered', async ({ open }) => {
  const page = await open('/', { locale: 'zh-CN' });
  const places = page.getByRole('navigation').getByRole('link');
  const words = { zh: ['训练', '网络', '试验场'], en: ['Runs', 'Network', 'Playground'] };
  expect(await places.allInnerTexts()).toEqual(words.zh);
  await page.getByRole('heading', { name: '训练列表' }).waitFor();
  await page.getByLabel('语言').selectOption('en');
  expect(await places.allInnerTexts()).toEqual(words.en);
  await page.reload();
  await page.getByRole('heading', { name: 'Runs' }).waitFor();
  expect(await places.allInnerTexts()).toEqual(words.en);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.getByLabel('Language').selectOption('zh');
  await page.getByRole('link', { name: '网络' }).click();
  await page.getByRole('button', { name: '全部展开' }).waitFor();

  const other = await open('/', { locale: 'fr-FR' });
  await other.getByRole('heading', { name: 'Runs' }).waitFor();
});

it('is dark where the system is, also in charts that are drawn already', async ({ runs, open }) => {
  runs.write('coloured');
  const page = await open('/runs/coloured', { colorScheme: 'light' });
  await page.locator('.chart-drawing canvas').first().waitFor();
  const light = await brightness(page);
  const before = await page.locator('.chart-drawing').first().screenshot();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => brightness(page)).toBeLessThan(60);
  expect(light).toBeGreaterThan(230);
  await expect.poll(() => brightestGrey(page)).toBeGreaterThan(130);
  expect((await page.locator('.chart-drawing').first().screenshot()).equals(before)).toBe(false);
});

it('is as light or dark as was chosen, charts too, and is so before its program runs', async ({ runs, open }) => {
  runs.write('chosen');
  const page = await open('/runs/chosen', { colorScheme: 'light', allow: [/ERR_FAILED/] });
  await page.locator('.chart-drawing canvas').first().waitFor();
  await tabTo(page, 'Colours');
  await page.getByLabel('Colours').selectOption('dark');
  await expect.poll(() => brightness(page)).toBeLessThan(60);
  await expect.poll(() => brightestGrey(page)).toBeGreaterThan(130);
  // Its own program does not come, so nothing but what is there at once can have made it dark.
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.reload();
  expect(await page.locator('#page').innerHTML()).toBe('');
  expect(await brightness(page)).toBeLessThan(60);
  await page.unroute('**/assets/*.js');
  await page.reload();
  expect(await page.getByLabel('Colours').inputValue()).toBe('dark');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByLabel('Colours').selectOption('light');
  await expect.poll(() => brightness(page)).toBeGreaterThan(230);
  await page.getByLabel('Colours').selectOption('system');
  await expect.poll(() => brightness(page)).toBeLessThan(60);
});

/** Brightness of the ground, 0 to 255. */
async function brightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] =
      getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
    return (red + green + blue) / 3;
  });
}

/** Brightest grey among the letters and lines of a chart, 0 to 255. */
async function brightestGrey(page: Page): Promise<number> {
  const colours = await coloursOf(page.locator('.chart-drawing canvas').first());
  const greys = colours.filter(([red, green, blue, alpha]) => {
    return alpha === 255 && Math.max(red, green, blue) - Math.min(red, green, blue) < 20;
  });
  return Math.max(0, ...greys.map(([red]) => red));
}
