// Both languages, both colour schemes, and a window of a phone's size, in every view.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { coloursOf } from './support/canvas.ts';
import { it } from './support/studio-test.ts';
import { viewsOf, writeRunsToShow } from './support/views.ts';

const phones = [
  { width: 390, height: 844 },
  { width: 360, height: 740 },
];

it.for([
  ['en-GB', 'en'],
  ['zh-CN', 'zh-CN'],
] as const)('on a phone no view scrolls sideways, in %s', async ([locale, lang], { runs, trained, open }) => {
  writeRunsToShow(runs);
  const views = viewsOf(trained);
  const page = await open('/', { locale, viewport: phones[0], hasTouch: true });
  for (const { name, address, complete } of views) {
    await page.goto(new URL(address, page.url()).href);
    await complete(page);
    expect(await page.locator('html').getAttribute('lang'), name).toBe(lang);
    for (const phone of phones) {
      await page.setViewportSize(phone);
      await expect.poll(() => overflowing(page), { message: `${name} at ${phone.width} px` }).toEqual([]);
    }
    await page.setViewportSize(phones[0]);
    if (lang === 'zh-CN') expect(await page.locator('main').innerText(), name).toMatch(/\p{Script=Han}{2}/u);
  }
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

/** What is wider than the window, and makes it scroll. */
async function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('main *, header *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 0.5,
    );
    return [`${scrollWidth} px`, ...wide.map(({ tagName, className }) => `${tagName}.${className}`).slice(0, 8)];
  });
}

/** Of the ground, 0 to 255. */
async function brightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] =
      getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
    return (red + green + blue) / 3;
  });
}

/** Of the letters and lines of a chart, 0 to 255. */
async function brightestGrey(page: Page): Promise<number> {
  const colours = await coloursOf(page.locator('.chart-drawing canvas').first());
  const greys = colours.filter(([red, green, blue, alpha]) => {
    return alpha === 255 && Math.max(red, green, blue) - Math.min(red, green, blue) < 20;
  });
  return Math.max(0, ...greys.map(([red]) => red));
}
