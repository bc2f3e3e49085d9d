// The frame of the page: from view to view by keyboard, and the language.
import { expect } from 'vitest';
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
