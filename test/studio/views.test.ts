// What is true of every view: it fits a phone in both languages, each of which is whole, and axe-core finds nothing
// serious in it, light or dark.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from './support/axe.ts';
import { it } from './support/studio-test.ts';
import { views, writeRunsToShow } from './support/views.ts';

const phones = [
  { width: 390, height: 844 },
  { width: 360, height: 740 },
];
const desktop = { width: 1280, height: 800 };

it.for(views)('$name', async ({ address, complete }, { runs, trained: _, open }) => {
  writeRunsToShow(runs);
  const page = await open(address, { viewport: phones[0], hasTouch: true });
  await complete(page);
  const english = await page.locator('main').innerText();
  for (const language of ['en', 'zh']) {
    await page.locator('.language-choice').selectOption(language);
    for (const phone of phones) {
      await page.setViewportSize(phone);
      await expect.poll(() => overflowing(page), { message: `${language}, ${phone.width} px` }).toEqual([]);
    }
  }
  expect(sentencesIn(english).length).toBeGreaterThan(0);
  expect(sentencesIn(await page.locator('main').innerText())).toEqual([]);

  await page.setViewportSize(desktop);
  expect(await violations(page), 'light').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page, ['color-contrast']), 'dark').toEqual([]);
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
