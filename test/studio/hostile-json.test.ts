// No JSON of a file or of the server takes the page away: what is not of the right form is said where it would stand.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { NetworkDescription } from '../../src/network/network-description.ts';
import { it } from './support/studio-test.ts';

it.concurrent('files of any form leave the page, and are said to be wrong', async ({ runs, open, expect }) => {
  runs.write('odd', { epochs: 2 });
  for (const name of ['config', 'environment', 'evaluation'])
    writeFileSync(join(runs.run('odd'), `${name}.json`), '[]');
  writeFileSync(join(runs.run('odd'), 'evaluation.json'), '{}');
  const page = await open('/runs/odd');
  const notes = page.locator('.note-warning');
  await expect
    .poll(() => notes.allTextContents())
    .toEqual([
      'evaluation.json cannot be shown: version: expected 1, found nothing.',
      'config.json cannot be shown: expected an object, found a list of 0.',
      'environment.json cannot be shown: expected an object, found a list of 0.',
    ]);
  await page.getByRole('link', { name: 'All runs' }).waitFor();
  await page.locator('.chart-drawing canvas').first().waitFor();
  await page.goto(new URL('/compare?run=odd&run=odd', page.url()).href);
  await page.locator('.chart-drawing canvas').first().waitFor();
});

it.concurrent('numbers of any size leave the page', async ({ runs, open, expect }) => {
  runs.write('huge', { options: { epochs: 1e300, batchSize: 1e-300 } });
  const step = { kind: 'step', epoch: Number.MAX_SAFE_INTEGER, step: Number.MAX_SAFE_INTEGER, lr: 1e-320 };
  const epoch = {
    kind: 'epoch',
    epoch: Number.MIN_SAFE_INTEGER,
    trainLoss: 1e-300,
    testAccuracy: -1e300,
    seconds: 1e308,
  };
  const lines = [
    { ...step, loss: 1.7e308, accuracy: 1e300, imagesPerSecond: 1e308 },
    { ...epoch, testLoss: -1.7e308 },
    { ...step, step: -1, epoch: 1, loss: -1.7e308, imagesPerSecond: -1 },
    { ...epoch, testLoss: 1.7e308, epoch: 1e15 },
  ];
  runs.append('huge', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const page = await open('/runs/huge');
  await page.locator('.tiles dd').first().waitFor();
  await expect
    .poll(() => page.locator('.chart-drawing').first().getAttribute('aria-label'))
    .toMatch(/test 1\.70e\+308/);
  await page.getByRole('link', { name: 'All runs' }).click();
  await page.getByRole('link', { name: 'huge' }).waitFor();
});

/** The address, what the server is made to answer to which request, and what the page then says. */
const answers: readonly (readonly [address: string, asked: string, answer: unknown, said: RegExp])[] = [
  ['/runs/asked', '/api/runs/asked', {}, /The details could not be loaded: .*id: expected a text, found nothing/],
  ['/runs/asked', '/api/runs/asked', null, /The details could not be loaded: .*expected an object, found null/],
  ['/network', '/api/networks', [{ name: 'LeNet' }], /could not be loaded: .*\[0\]\.imageShape: expected a list of 3/],
  ['/network/LeNet', '/api/networks/LeNet', { layers: 5 }, /could not be loaded: .*name: expected a text/],
  ['/network/LeNet', '/api/networks/LeNet', partOfItself(), /could not be loaded: .*modules\[0\]: stands in 'a'/],
  ['/playground?run=asked', '/api/runs/asked/dataset', { count: 'many' }, /name: expected a text/],
  ['/playground?run=asked', '/api/runs/asked/model', [], /expected an object, found a list of 0/],
];

it.concurrent('answers of any form leave the page', async ({ runs, open }) => {
  runs.write('asked');
  // It has no weights to try, and its dataset may not be there.
  const page = await open('/', { allow: [/404|503/] });
  for (const [address, asked, answer, said] of answers) {
    await page.route(`**${asked}`, (route) => route.fulfill({ json: answer }));
    await page.goto(new URL(address, page.url()).href);
    await page.locator('main').getByText(said).first().waitFor();
    await page.unroute(`**${asked}`);
  }
  await expectToGoOn(page);
});

it.concurrent('events of any form are said, and the next right one is taken', async ({ runs, open, expect }) => {
  runs.write('told');
  const page = await open('/');
  const events = [
    ['runs', '[{"id":5}]', /runs is not what this page expects \(\[0\]\.id: expected a text, found 5\)/],
    ['runs', '[', /runs is not what this page expects/],
    ['gone', 'null', /gone is not what this page expects/],
    ['metrics', '{"run":"told"}', /metrics is not what this page expects/],
  ] as const;
  for (const [name, data, said] of events) {
    const body = `retry: 60000\nevent: ${name}\ndata: ${data}\n\n`;
    await page.route('**/api/events*', (route) => route.fulfill({ contentType: 'text/event-stream', body }));
    await page.goto(new URL('/runs/told', page.url()).href);
    await page.locator('.connection-sign').getByText(said).waitFor();
    await page.unroute('**/api/events*');
  }
  await expectToGoOn(page);
  expect(await page.locator('.connection-sign').textContent()).toBe('');
});

it.concurrent('what no form tells is said in the place of the view', async ({ runs, open }) => {
  runs.write('drawn');
  const page = await open('/', { allow: [/^console error: .*no canvas/] });
  await page.evaluate(() => {
    HTMLCanvasElement.prototype.getContext = () => {
      throw new Error('no canvas');
    };
  });
  await page.getByRole('link', { name: 'drawn' }).click();
  await page.getByText('This view could not be shown: no canvas').waitFor();
  await expectToGoOn(page);
});

/** A network with a part that contains itself, which a walk through it never leaves. */
function partOfItself(): NetworkDescription {
  const model = { id: 'a', path: '', className: 'A', call: 1, parent: 'a', inputShapes: [], outputShape: [] };
  const totals = { parameters: 0, unusedParameters: 0, multiplyAdds: 0 };
  return { name: 'A', imageShape: [1, 1, 1], modules: [model], layers: [], edges: [], output: 'a', totals };
}

/** Checks that one can still go to another view. */
async function expectToGoOn(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await page.getByRole('heading', { name: 'Runs' }).waitFor();
}
