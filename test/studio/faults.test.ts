// What goes wrong beside the page is said on it and heals by itself: a server that dies, a run that is deleted, metrics
// that are cut off, half written or damaged.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { epochLine, stepLine } from '../support/run-files.ts';
import { metricsLines } from './support/runs-folder.ts';
import { it } from './support/studio-test.ts';

/** The browser itself says so, once for each try. */
const noServer = [/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET/];
/** Likewise, where the run goes while the page asks for its details. */
const noRun = [/the server responded with a status of 404/];

it('a server that died is said to be lost; when it is back the page goes on', async ({ runs, studio, open }) => {
  runs.write('on', { epochs: 2 });
  const page = await open('/runs/on', { allow: noServer });
  await expect.poll(() => epochsOf(page)).toEqual([1, 2]);
  const sign = page.getByText('The server has not been heard since');
  expect(await sign.count()).toBe(0);
  await studio.kill();
  await sign.waitFor();
  expect(await epochsOf(page)).toEqual([1, 2]);
  runs.append('on', lineOf(3));
  await studio.startAgain();
  await sign.waitFor({ state: 'detached' });
  await expect.poll(() => epochsOf(page)).toEqual([1, 2, 3]);
  runs.append('on', lineOf(4));
  await expect.poll(() => epochsOf(page)).toEqual([1, 2, 3, 4]);
});

it.concurrent('a run that is deleted keeps what was known, and is followed again when it comes back', async ({
  runs,
  open,
  expect,
}) => {
  runs.write('deleted', { epochs: 2 });
  const page = await open('/runs/deleted', { allow: noRun });
  await expect.poll(() => epochsOf(page)).toEqual([1, 2]);
  await page.getByRole('heading', { name: 'Configuration' }).waitFor();
  runs.remove('deleted');
  const note = page.getByText('The folder of this run is gone.');
  await note.waitFor();
  expect(await epochsOf(page)).toEqual([1, 2]);
  runs.write('deleted', { epochs: 1 });
  await note.waitFor({ state: 'detached' });
  await expect.poll(() => epochsOf(page)).toEqual([1]);
  runs.remove('deleted');
  await page.getByRole('link', { name: 'All runs' }).click();
  await page.getByRole('link', { name: 'on', exact: true }).waitFor();
  await expect.poll(() => page.getByRole('link', { name: 'deleted' }).count()).toBe(0);
});

it.concurrent('metrics that are cut off are read anew', async ({ runs, open, expect }) => {
  runs.write('cut', { epochs: 3 });
  const page = await open('/runs/cut');
  await expect.poll(() => epochsOf(page)).toEqual([1, 2, 3]);
  runs.rewriteMetrics('cut', metricsLines(1));
  await expect.poll(() => epochsOf(page)).toEqual([1]);
  runs.append('cut', lineOf(2));
  await expect.poll(() => epochsOf(page)).toEqual([1, 2]);
});

it.concurrent('half a line waits for its other half; a damaged one is left out and counted', async ({
  runs,
  open,
  expect,
}) => {
  runs.write('half', { epochs: 1 });
  const page = await open('/runs/half');
  await expect.poll(() => epochsOf(page)).toEqual([1]);
  const line = lineOf(2);
  runs.append('half', `${stepLine(2, 1, { loss: 1.2345 })}\n${line.slice(0, 30)}`);
  await expect.poll(() => page.locator('.chart-drawing').first().getAttribute('aria-label')).toContain('1.2345');
  expect(await epochsOf(page)).toEqual([1]);
  runs.append('half', line.slice(30));
  await expect.poll(() => epochsOf(page)).toEqual([1, 2]);
  const complaint = page.getByText('One line of metrics.jsonl could not be read');
  expect(await complaint.count()).toBe(0);
  runs.append('half', `{"kind":"ep\u0000\n${lineOf(3)}`);
  await complaint.waitFor();
  expect(await epochsOf(page)).toEqual([1, 2, 3]);
});

it.concurrent('an address that leads nowhere says so', async ({ open }) => {
  const page = await open('/runs/never-was');
  await page.getByText('There is no run of this name in the folder.').waitFor();
  await page.goto(new URL('/nowhere', page.url()).href);
  await page.getByText('There is no such page.').waitFor();
});

function lineOf(epoch: number): string {
  return `${epochLine(epoch, { testAccuracy: 0.9 })}\n`;
}

/** Numbers of the epochs in the table, which need not be open. */
async function epochsOf(page: Page): Promise<readonly number[]> {
  const table = page.locator('details', { hasText: 'The numbers of each epoch' });
  return (await table.locator('tbody th').allTextContents()).map(Number);
}
