// The playground with weights of a real run: what is drawn is classified as one draws, and everything that the page
// computes agrees with `googlenet predict`.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { fashionMnist } from '../../src/data/fashion-mnist/fashion-mnist.ts';
import { fashionMnistClasses } from '../../src/data/fashion-mnist/files.ts';
import { coloursOf } from './support/canvas.ts';
import { tabTo } from './support/keyboard.ts';
import { program } from './support/studio-process.ts';
import { it } from './support/studio-test.ts';

const tolerance = 1e-4;

describe('a drawing', () => {
  it('is classified as one draws, as `predict` classifies it', async ({ runs, trained, open }) => {
    const page = await open('/playground');
    await page.getByTestId('source-drawing').click();
    await draw(page, [
      [0.3, 0.2],
      [0.7, 0.2],
      [0.7, 0.5],
      [0.3, 0.5],
    ]);
    const bars = page.getByTestId('prediction').locator('li');
    await bars.nth(4).waitFor();
    expect(await bars.count()).toBe(5);
    const first = await answered(page);
    expect(first).toHaveLength(10);
    expect(sum(first)).toBeCloseTo(1, 5);
    const widths = await bars
      .locator('.bar-fill')
      .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(widths[0]).toBeGreaterThan(0);

    await draw(page, [
      [0.5, 0.5],
      [0.5, 0.9],
      [0.2, 0.9],
      [0.8, 0.7],
    ]);
    await expect.poll(async () => largestDifference(await answered(page), first)).toBeGreaterThan(tolerance);
    await isSettled(page);
    const png = await page.getByTestId('drawing').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    writeFileSync(join(runs.path, 'drawing.png'), Buffer.from(png.split(',')[1], 'base64'));
    const told = await predict(runs.run(trained), join(runs.path, 'drawing.png'));
    expect(largestDifference(await answered(page), told)).toBeLessThan(tolerance);

    await page.getByTestId('clear').click();
    await page.getByTestId('prediction').waitFor({ state: 'detached' });
  });
});

describe('a test image', () => {
  it('is classified as `predict` classifies it, and its feature maps are shown, by keyboard', async ({
    runs,
    trained,
    open,
  }) => {
    const { images, labels } = await fashionMnist({ split: 'test', limit: 4 });
    const picture = join(runs.path, 'test-image.png');
    const raw = { width: 28, height: 28, channels: 1 } as const;
    await sharp(images.slice(3 * 784, 4 * 784), { raw })
      .png()
      .toFile(picture);
    const told = predict(runs.run(trained), picture);
    const page = await open('/playground');
    const choice = page.getByRole('button', { name: /^Test image 3:/ });
    await choice.waitFor();
    await tabTo(page, (await choice.getAttribute('aria-label')) ?? '');
    await page.keyboard.press('Enter');
    await page.getByTestId('prediction').waitFor();
    expect(largestDifference(await answered(page), await told)).toBeLessThan(tolerance);
    expect(new URL(page.url()).searchParams.get('image')).toBe('3');
    const truth = await page.getByTestId('true-label').innerText();
    expect(truth).toContain(fashionMnistClasses[labels[3]]);

    const maps = page.getByTestId('feature-maps');
    await tabTo(page, 'Feature maps');
    await page.keyboard.press('Enter');
    await maps.locator('canvas').first().waitFor();
    const paths = maps.locator('.feature-path');
    await expect.poll(() => maps.locator('.feature-maps').count()).toBe(4);
    const names = await paths.locator('h3').allInnerTexts();
    expect(names).toEqual(['1×1', '3×3', '5×5', '3×3 pool']);
    const painted = await Promise.all((await paths.all()).map((path) => coloursOf(path.locator('canvas').first())));
    for (const colours of painted) expect(colours.length).toBeGreaterThan(3);
    await maps.getByRole('button', { name: /^Block 9,/ }).click();
    await expect
      .poll(() => paths.locator('.feature-shape').allInnerTexts())
      .toEqual([
        'model.18.channel1 · [384, 2, 2]',
        'model.18.channel2 · [384, 2, 2]',
        'model.18.channel3 · [128, 2, 2]',
        'model.18.channel4 · [128, 2, 2]',
      ]);
  });

  it('has an occlusion map', async ({ trained, open }) => {
    const page = await open(`/playground?run=${trained}&image=1`);
    await page.getByTestId('prediction').waitFor();
    const occlusion = page.getByTestId('occlusion');
    await occlusion.getByRole('button', { name: 'Measure' }).click();
    const progress = occlusion.getByTestId('occlusion-progress');
    await expect.poll(() => progress.evaluate((bar) => (bar as HTMLProgressElement).position)).toBe(1);
    // The image is grey; what is laid over it is not.
    const tinted = (await coloursOf(occlusion.locator('canvas'))).filter(([red, green, blue]) => {
      return Math.max(red, green, blue) - Math.min(red, green, blue) > 16;
    });
    expect(tinted.length).toBeGreaterThan(3);
    expect(await occlusion.locator('figcaption').innerText()).toMatch(/without a patch/);
  });
});

describe('a photo', () => {
  it('on a light ground is inverted by itself, as by `predict`, and as the person says', async ({
    runs,
    trained,
    open,
  }) => {
    const shirt =
      '<svg width="640" height="480"><path fill="#204060" d="M200 90h90l30 30 30-30h90l90 110-60 50-40-40v210H220V210l-40 40-60-50z"/></svg>';
    const picture = join(runs.path, 'catalogue.jpg');
    await sharp({ create: { width: 640, height: 480, channels: 3, background: '#f4efe6' } })
      .composite([{ input: Buffer.from(shirt) }])
      .jpeg()
      .toFile(picture);
    const told = await predict(runs.run(trained), picture);
    const page = await open('/playground');
    await page.getByTestId('source-photo').click();
    await page.getByTestId('photo').setInputFiles(picture);
    // Until it is answered, the answer of the picture before it may stand there.
    await expect.poll(async () => largestDifference(await answered(page), told)).toBeLessThan(tolerance);
    const inverted = await answered(page);
    const invert = page.getByTestId('invert');
    expect(await invert.isChecked()).toBe(true);
    expect(await page.getByRole('status').allInnerTexts()).toContainEqual(expect.stringContaining('looked light'));

    await invert.uncheck();
    await expect.poll(async () => largestDifference(await answered(page), inverted)).toBeGreaterThan(tolerance);
    const asItIs = await predict(runs.run(trained), picture, '--invert', 'no');
    expect(largestDifference(await answered(page), asItIs)).toBeLessThan(tolerance);
  });
});

/** @param points of a line, as shares of the canvas */
async function draw(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const canvas = page.getByTestId('drawing');
  await canvas.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await canvas.boundingBox()) as {
    x: number;
    y: number;
    width: number;
    height: number;
  };
  for (const [place, [across, down]] of points.entries()) {
    await page.mouse.move(x + across * width, y + down * height, { steps: 4 });
    if (place === 0) await page.mouse.down();
  }
  await page.mouse.up();
}

/** The probabilities that the page shows. */
async function answered(page: Page): Promise<readonly number[]> {
  return JSON.parse((await page.getByTestId('prediction').getAttribute('data-probabilities')) ?? '[]');
}

/** No answer to an earlier state of the drawing is still under way: the page is asked once more for the same one. */
async function isSettled(page: Page): Promise<void> {
  let before = '';
  await expect
    .poll(
      async () => {
        const now = JSON.stringify(await answered(page));
        const isSame = now === before;
        before = now;
        return isSame;
      },
      { interval: 300 },
    )
    .toBe(true);
}

/** @returns by class */
async function predict(run: string, picture: string, ...more: readonly string[]): Promise<readonly number[]> {
  const argv = [program, 'predict', run, picture, '--json', '--top', '10', '--lang', 'en', '--threads', '1', ...more];
  const { stdout } = await promisify(execFile)(process.execPath, argv);
  const [{ classes }] = JSON.parse(stdout).predictions;
  return classes
    .toSorted((a: { label: number }, b: { label: number }) => a.label - b.label)
    .map(({ probability }: { probability: number }) => probability);
}

function largestDifference(left: readonly number[], right: readonly number[]): number {
  return Math.max(...left.map((value, index) => Math.abs(value - right[index])));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
