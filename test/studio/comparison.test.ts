// Two runs chosen in the list, laid over each other; one taken away, another added; the tutorial's curve beside them.
import type { Page } from 'playwright-core';
import { coloursOf } from './support/canvas.ts';
import { tabTo } from './support/keyboard.ts';
import { metricsLines } from './support/runs-folder.ts';
import { it } from './support/studio-test.ts';

it.concurrent('compares the runs that were chosen in the list', async ({ runs, open, expect }) => {
  runs.write('plain', { testAccuracy: 0.8 });
  runs.write('momentum', { testAccuracy: 0.9, options: { momentum: 0.9 } });
  runs.write('third', { testAccuracy: 0.7, epochs: 4 });
  const page = await open('/');
  const compare = page.getByRole('button', { name: /^Compare/ });
  await page.getByLabel('Select plain to compare').check();
  expect(await compare.isDisabled()).toBe(true);
  await page.getByLabel('Select momentum to compare').check();
  await compare.click();

  expect(new URL(page.url()).search).toBe('?run=plain&run=momentum');
  await expect.poll(() => resultsOf(page)).toEqual({ plain: '80.00', momentum: '90.00' });
  const differences = page.getByRole('region', { name: 'The options in which they differ' }).getByRole('row');
  expect((await differences.allInnerTexts()).map((text) => text.split(/\s+/))).toEqual([
    ['option', 'plain', 'momentum'],
    ['momentum', '0', '0.9'],
  ]);
  const chart = page.locator('.chart', { has: page.getByRole('heading', { name: 'Test accuracy' }) });
  expect(await chart.getByRole('img').getAttribute('aria-label')).toContain('plain 80.00');
  expect(await chart.getByRole('img').getAttribute('aria-label')).toContain('momentum 90.00');
  const drawn = await coloursOf(page.locator('.chart-drawing canvas').first());
  expect(drawn.length).toBeGreaterThan(2);

  await page.getByLabel('Add a run to the comparison').selectOption('third');
  await expect.poll(() => resultsOf(page)).toEqual({ plain: '80.00', momentum: '90.00', third: '70.00' });
  await page.getByRole('button', { name: 'Remove plain' }).click();
  await expect.poll(() => resultsOf(page)).toEqual({ momentum: '90.00', third: '70.00' });
  expect(new URL(page.url()).search).toBe('?run=momentum&run=third');
});

it.concurrent('tells runs of different networks apart, and what each costs', async ({ runs, open, expect }) => {
  runs.write('first', { testAccuracy: 0.7, model: 'LeNet', options: { model: 'lenet', imageSize: 28 } });
  runs.write('second', { testAccuracy: 0.9, options: { model: 'googlenet', imageSize: 96 } });
  const page = await open('/compare?run=first&run=second');
  const table = page.getByRole('region', { name: 'In numbers' });
  const shown = async () => {
    const names = await table.getByRole('columnheader').allInnerTexts();
    const rows = await table.locator('tbody tr').all();
    const cells = await Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
    return cells.map((row) => ['network', 'parameters', 'multiply-adds'].map((name) => row[names.indexOf(name)]));
  };
  await expect.poll(shown).toEqual([
    ['LeNet', '61,706', '423,038'],
    ['GoogLeNet', '5,977,530', '276,658,874'],
  ]);
  const differences = page.getByRole('region', { name: 'The options in which they differ' }).getByRole('row');
  expect(await differences.allInnerTexts()).toContain('model\tlenet\tgooglenet');
});

it.concurrent('compares by keyboard', async ({ runs, open }) => {
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

it.concurrent('lays the tutorial’s curve over a run, and remembers it', async ({ runs, open, expect }) => {
  runs.write('own');
  const page = await open('/runs/own');
  const chart = page.locator('.chart', { has: page.getByRole('heading', { name: 'Accuracy' }) }).getByRole('img');
  await expect.poll(() => chart.getAttribute('aria-label')).toContain('test 80.00');
  expect(await chart.getAttribute('aria-label')).not.toContain('tutorial');
  await page.getByLabel('Show the tutorial’s curve').check();
  await expect.poll(() => chart.getAttribute('aria-label')).toMatch(/test, tutorial \d\d\.\d\d/);
  await page.reload();
  await expect.poll(() => chart.getAttribute('aria-label')).toMatch(/test, tutorial \d\d\.\d\d/);
});

it.concurrent('names what runs are judged by', async ({ runs, open, expect }) => {
  runs.write('tested');
  runs.write('validated');
  runs.rewriteMetrics(
    'validated',
    metricsLines(3).map((line) => line.replaceAll('"test', '"val')),
  );
  const page = await open('/runs/validated');
  const chart = page.locator('.chart', { has: page.getByRole('heading', { name: 'Accuracy' }) }).getByRole('img');
  await expect.poll(() => chart.getAttribute('aria-label')).toContain('validation 80.00');
  await page.getByText('best validation accuracy').waitFor();
  await page.goto(new URL('/compare?run=tested&run=validated', page.url()).href);
  await page.getByRole('heading', { name: 'Test/validation accuracy' }).waitFor();
  await expect.poll(() => resultsOf(page)).toEqual({ tested: '80.00', validated: '80.00' });
});

/** The best test accuracy of each run in per cent, from the table of results. */
async function resultsOf(page: Page): Promise<Record<string, string>> {
  const rows = await page.getByRole('region', { name: 'In numbers' }).locator('tbody tr').all();
  const cells = rows.map(async (row) => {
    const [name, best] = await Promise.all([row.locator('th').innerText(), row.locator('strong').innerText()]);
    return [name.trim(), best.replace(/\s*%/, '')] as const;
  });
  return Object.fromEntries(await Promise.all(cells));
}
