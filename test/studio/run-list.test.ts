// The list of many runs: searched, sorted by mouse and keyboard, with the columns that were chosen, on a phone too.
import type { Page } from 'playwright-core';
import { tabTo } from './support/keyboard.ts';
import type { RunsFolder } from './support/runs-folder.ts';
import { it } from './support/studio-test.ts';

const count = 100;

function writeMany(runs: RunsFolder): void {
  for (let index = 0; index < count; index++) {
    runs.write(`many-${index + 1}`, {
      options: { lr: (index % 10) / 100 + 0.01, seed: index, recipe: index % 2 === 0 ? 'fast' : null },
      epochs: 1,
      testAccuracy: 0.5 + ((index * 37) % count) / 1000,
    });
  }
}

it('searches, sorts and shows columns, and remembers them', async ({ runs, open, expect }) => {
  writeMany(runs);
  const page = await open('/');
  await page.getByLabel('Search the runs').fill('many- lr=0.03');
  await page.getByText(`10 of ${count + 1} runs`).waitFor();
  // In the rate those that are shown do not differ any more.
  expect(await columnsOf(page)).toEqual([...plain, 'seed']);
  await page.getByRole('button', { name: 'seed' }).click();
  await expect.poll(() => namesOf(page)).toEqual(Array.from({ length: 10 }, (_, index) => `many-${10 * index + 3}`));

  await page.getByLabel('Search the runs').fill('MANY');
  await page.getByText(`${count} of ${count + 1} runs`).waitFor();
  expect(await columnsOf(page)).toEqual([...plain, 'lr', 'seed', 'recipe']);
  await tabTo(page, 'best accuracy');
  await page.keyboard.press('Enter');
  const header = page.getByRole('columnheader', { name: 'best accuracy' });
  expect(await header.getAttribute('aria-sort')).toBe('descending');
  const best = Array.from({ length: count }, (_, index) => index).sort(
    (a, b) => ((b * 37) % count) - ((a * 37) % count),
  );
  await expect.poll(() => namesOf(page)).toEqual(best.map((index) => `many-${index + 1}`));
  await page.keyboard.press(' ');
  expect(await header.getAttribute('aria-sort')).toBe('ascending');
  await expect.poll(() => namesOf(page)).toEqual(best.reverse().map((index) => `many-${index + 1}`));

  await page.getByText('Columns', { exact: true }).click();
  await page.getByLabel('seed').uncheck();
  await page.getByLabel('images/s').uncheck();
  await page.reload();
  await page.getByRole('columnheader', { name: 'lr' }).waitFor();
  const columns = await columnsOf(page);
  expect([columns.includes('seed'), columns.includes('images/s'), columns.includes('recipe')]).toEqual([
    false,
    false,
    true,
  ]);
  expect(await header.getAttribute('aria-sort')).toBe('ascending');
});

it('searches and sorts on a phone', async ({ runs, open, expect }) => {
  runs.write('phone-a', { testAccuracy: 0.6 });
  runs.write('phone-b', { testAccuracy: 0.9 });
  const page = await open('/', { viewport: { width: 360, height: 740 }, hasTouch: true });
  await page.getByLabel('Search the runs').fill('phone-');
  await page.getByLabel('Sort by').selectOption('best accuracy');
  await expect.poll(() => namesOf(page)).toEqual(['phone-b', 'phone-a']);
  await page.getByRole('button', { name: 'Turn the order around' }).click();
  await expect.poll(() => namesOf(page)).toEqual(['phone-a', 'phone-b']);
  await page.getByLabel('Search the runs').fill('phone-nothing');
  await page.getByText('No run has all of these words.').waitFor();
});

const plain = ['run', 'state', 'model, dataset, engine', 'epochs', 'best accuracy', 'images/s', 'time left', 'started'];

async function columnsOf(page: Page): Promise<readonly string[]> {
  return (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
}

async function namesOf(page: Page): Promise<readonly string[]> {
  return (await page.locator('.run-name').allInnerTexts()).map((text) => text.trim());
}
