// report.html in a browser: of a run on Fashion-MNIST and of one on own pictures. What a run came to is seen first and
// without much scrolling; nothing sticks out on a phone, light or dark.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { type ExpectStatic, it as plain } from 'vitest';
import { encodePng } from '../../src/data/encode-png.ts';
import type { ClassificationReport } from '../../src/evaluation/classification-report.ts';
import type { EpochPoint } from '../../src/metrics/epoch-record.ts';
import type { Language } from '../../src/metrics/languages.ts';
import { printReportPage } from '../../src/report/page/report-page.ts';
import { violations } from './support/axe.ts';
import { browser, whyNoBrowser } from './support/browser.ts';
import { trainedRun, whyNoTraining } from './support/trained-run.ts';

/** CSS pixels at a width of 1200, before anything is unfolded. */
const highest = 3000;

plain('of a run on Fashion-MNIST, as its training wrote it', async ({ expect, skip }) => {
  skipWithout(skip, whyNoBrowser(), whyNoTraining);
  await expectGood(join(await trainedRun(), 'report.html'), expect);
});

plain.for(['en', 'zh'] as const)('of a run on own pictures: %s', async (language, { expect, skip }) => {
  skipWithout(skip, whyNoBrowser());
  const file = join(mkdtempSync(join(tmpdir(), 'googlenet-report-')), 'report.html');
  writeFileSync(file, await ownPicturesPage(language));
  await expectGood(file, expect);
});

async function expectGood(file: string, expect: ExpectStatic): Promise<void> {
  const context = await (await browser()).newContext({ viewport: { width: 1200, height: 800 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => faults.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(highest);
  const parts = ['.tiles', '.plots', '.wide', '.scores', '.mistakes', '.facts'];
  const tops = await Promise.all(parts.map((part) => topOf(page, part)));
  expect(tops).toEqual(tops.toSorted((left, right) => left - right));
  expect(await cutOff(page)).toEqual([]);
  for (const width of [1200, 390]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBe(width);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page, ['color-contrast']), colorScheme).toEqual([]);
    }
  }
  expect(faults).toEqual([]);
  await context.close();
}

function topOf(page: Page, selector: string): Promise<number> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => element.getBoundingClientRect().top);
}

/** Tables that scroll although the page is as wide as a desk. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page
    .locator('.scroll:visible')
    .evaluateAll((all) =>
      all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ innerHTML }) => innerHTML),
    );
}

/** The record of a real run; its pictures are not in it. */
async function ownPicturesPage(language: Language): Promise<string> {
  const read = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../results/emoji/${name}`, import.meta.url)), 'utf8');
  const evaluation: ClassificationReport = JSON.parse(read('evaluation.json'));
  const [width, height] = [96, 96];
  const png = await encodePng(new Uint8Array(width * height), { rows: height, columns: width, channels: 1 });
  const source = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return printReportPage(
    {
      name: 'emoji',
      epochs: epochsOf(read('metrics.csv')),
      evaluation,
      configuration: JSON.parse(read('config.json')),
      environment: JSON.parse(read('environment.json')),
      summary: read('summary.txt'),
    },
    evaluation.mistakes.map((mistake) => ({ mistake, source, width, height })),
    language,
  );
}

function epochsOf(csv: string): readonly EpochPoint[] {
  const [, ...lines] = csv.trim().split('\n');
  return lines.map((line) => {
    const [epoch, trainLoss, trainAccuracy, valLoss, valAccuracy, seconds] = line.split(',').map(Number);
    return { epoch, trainLoss, trainAccuracy, valLoss, valAccuracy, seconds };
  });
}

function skipWithout(skip: (reason: string) => void, ...reasons: readonly (string | undefined)[]): void {
  for (const reason of reasons) if (reason !== undefined) skip(reason);
}
