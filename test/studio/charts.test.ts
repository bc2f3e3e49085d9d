// Looking closer at charts: smoothing, logarithmic losses, the time as axis and zooming, with the mouse and without it, in
// the view of a run and in the comparison; what was chosen is remembered.
import type { Locator, Page } from 'playwright-core';
import { tabTo } from './support/keyboard.ts';
import { it } from './support/studio-test.ts';

const lossChart = (page: Page) => page.locator('.chart-drawing').first();

it.concurrent('smooths, and draws losses logarithmically and over the time; all is remembered', async ({
  runs,
  open,
  expect,
}) => {
  runs.write('looked-at', { epochs: 4 });
  const page = await open('/runs/looked-at');
  const chart = lossChart(page);
  await chart.locator('canvas').waitFor();
  const plain = await pictureOf(chart);
  await page.getByLabel('Smoothing').fill('0.9');
  await expect.poll(() => isSame(chart, plain)).toBe(false);
  const smooth = await pictureOf(chart);
  await page.getByLabel('Logarithmic losses').check();
  await expect.poll(() => isSame(chart, smooth)).toBe(false);
  const logarithmic = await pictureOf(chart);
  await page.getByLabel('Over').selectOption('time');
  await expect.poll(() => isSame(chart, logarithmic)).toBe(false);
  await page.reload();
  await chart.locator('canvas').waitFor();
  expect(await page.getByLabel('Smoothing').inputValue()).toBe('0.9');
  expect(await page.getByLabel('Logarithmic losses').isChecked()).toBe(true);
  expect(await page.getByLabel('Over').inputValue()).toBe('time');
  // Without times it is not there.
  expect(await page.getByLabel('Show the tutorial’s curve').isDisabled()).toBe(true);
});

it.concurrent('zooms to what is dragged over, and back', async ({ runs, open, expect }) => {
  runs.write('zoomed', { epochs: 8 });
  const page = await open('/runs/zoomed');
  const over = lossChart(page).locator('.u-over');
  await over.waitFor();
  const box = (await over.boundingBox()) ?? expect.fail('the chart is not shown');
  const place = (share: number) => [box.x + share * box.width, box.y + box.height / 2] as const;
  await page.mouse.move(...place(0.3));
  await page.mouse.down();
  await page.mouse.move(...place(0.6), { steps: 4 });
  await page.mouse.up();
  // The stretch from 2.4 to 4.8 of 8 epochs.
  await expect.poll(() => shownStretch(page)).toBe('epochs 2 to 5');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(() => shownStretch(page)).toBe('');
  await page.getByLabel('Over').selectOption('time');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(() => shownStretch(page)).toBe('2 min 0 s to 6 min 0 s');
  await page.getByLabel('Over').selectOption('epochs');
  await expect.poll(() => shownStretch(page)).toBe('');
});

it.concurrent('does all of it by keyboard, in the comparison too', async ({ runs, open, expect }) => {
  runs.write('one', { epochs: 8 });
  runs.write('two', { epochs: 6 });
  const page = await open('/compare?run=one&run=two');
  const chart = lossChart(page);
  await chart.locator('canvas').waitFor();
  const plain = await pictureOf(chart);
  await page.getByLabel('Smoothing').focus();
  for (let press = 0; press < 3; press++) await page.keyboard.press('PageUp');
  expect(Number(await page.getByLabel('Smoothing').inputValue())).toBeGreaterThan(0.1);
  await expect.poll(() => isSame(chart, plain)).toBe(false);
  await tabTo(page, 'Zoom in');
  await page.keyboard.press('Enter');
  await expect.poll(() => shownStretch(page)).toBe('epochs 2 to 6');
  await tabTo(page, 'Later');
  await page.keyboard.press('Enter');
  await expect.poll(() => shownStretch(page)).toBe('epochs 4 to 8');
  await tabTo(page, 'Show all');
  await page.keyboard.press('Enter');
  await expect.poll(() => shownStretch(page)).toBe('');
});

it.concurrent('says where the time is not known yet', async ({ runs, open }) => {
  runs.write('begun', { epochs: 1 });
  runs.rewriteMetrics('begun', [
    '{"kind":"step","epoch":1,"step":1,"loss":2,"accuracy":0.1,"lr":0.1,"imagesPerSecond":9}\n',
  ]);
  const page = await open('/runs/begun');
  await page.getByLabel('Over').selectOption('time');
  await page.getByText('The time is known from the end of the first epoch on.').waitFor();
});

function shownStretch(page: Page): Promise<string> {
  return page.locator('.chart-stretch').innerText();
}

async function pictureOf(chart: Locator): Promise<string> {
  return chart.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
}

async function isSame(chart: Locator, picture: string): Promise<boolean> {
  return (await pictureOf(chart)) === picture;
}
