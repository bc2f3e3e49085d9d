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

it('on a phone no view scrolls sideways, in either language', async ({ runs, trained, open }) => {
  writeRunsToShow(runs);
  const page = await open('/', { viewport: phones[0], hasTouch: true });
  for (const { name, address, complete } of viewsOf(trained)) {
    await page.locator('.language-choice').selectOption('en');
    await page.goto(new URL(address, page.url()).href);
    await complete(page);
    const english = await page.locator('main').innerText();
    for (const language of ['en', 'zh']) {
      await page.locator('.language-choice').selectOption(language);
      for (const phone of phones) {
        await page.setViewportSize(phone);
        await expect.poll(() => overflowing(page), { message: `${name}, ${language}, ${phone.width}` }).toEqual([]);
      }
      await page.setViewportSize(phones[0]);
    }
    // Nothing of the one language is left in the other, but for what is no language.
    expect(sentencesIn(english).length, name).toBeGreaterThan(0);
    expect(sentencesIn(await page.locator('main').innerText()), name).toEqual([]);
  }
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

/** Five English words in a row: messages of runs apart, which are as their training wrote them. */
function sentencesIn(text: string): readonly string[] {
  const own = text.split('\n').filter((line) => !line.includes('is not finite: model.8'));
  return own.flatMap((line) => line.match(/(?:[A-Za-z][a-z]+[,:]? ){4}[a-z]+/g) ?? []);
}

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
