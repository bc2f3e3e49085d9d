// A task that is not the tutorial's: in colour, with classes of odd names, on a folder of pictures. Everything that the page
// shows of it is right, fits, and goes on where the folder is gone.
import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { colourClasses, colours, makeColourRun } from '../support/colour-run.ts';
import { writeJson } from '../support/run-files.ts';
import { violations } from './support/axe.ts';
import { coloursOf } from './support/canvas.ts';
import type { RunsFolder } from './support/runs-folder.ts';
import { program } from './support/studio-process.ts';
import { it } from './support/studio-test.ts';

const tolerance = 1e-4;

async function colourRun(runs: RunsFolder, id: string): Promise<string> {
  const pictures = join(runs.path, `.pictures-of-${id}`);
  runs.write(id);
  await makeColourRun(runs.run(id), pictures);
  return pictures;
}

describe('a run in colour', () => {
  it('has its dataset in the list, no curve of the tutorial, its mistakes in colour, and fits a phone', async ({
    runs,
    open,
  }) => {
    await colourRun(runs, 'colour');
    const page = await open('/', { viewport: { width: 390, height: 844 } });
    await page.getByText('.pictures-of-colour').waitFor();
    await page.getByRole('link', { name: 'colour' }).click();
    const first = page.locator('.mistakes canvas').first();
    await expect.poll(() => coloursOf(first)).toEqual([[...levelsOf(colours[2]), 255]]);
    expect(await page.getByRole('switch', { name: /tutorial/ }).count()).toBe(0);
    expect(await page.locator('.class-table tbody tr').count()).toBe(3);
    for (const language of ['zh', 'en']) {
      await page.locator('.language-choice').selectOption(language);
      expect(await widthBeyond(page)).toBe(0);
    }
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'The network as a drawing' }).click();
    // Its first convolution takes three channels, where the LeNet of the list takes one.
    await page.getByText('456', { exact: true }).first().waitFor({ state: 'attached' });
  });

  it('is tried on its test images and photos, as `predict` sees them, and is not drawn for', async ({ runs, open }) => {
    await colourRun(runs, 'tried');
    const page = await open('/playground?run=tried&image=5', { viewport: { width: 390, height: 844 } });
    await page.getByTestId('prediction').waitFor();
    expect(await page.getByTestId('true-label').textContent()).toContain(colourClasses[1]);
    expect(await coloursOf(page.locator('.seen-image'))).toEqual([[...levelsOf(colours[1]), 255]]);
    expect(await page.getByTestId('source-drawing').count()).toBe(0);

    const picture = join(runs.path, 'photo.webp');
    await sharp({ create: { width: 90, height: 60, channels: 3, background: '#e0c060' } })
      .composite([{ input: { create: { width: 30, height: 20, channels: 3, background: '#103090' } } }])
      .webp({ lossless: true })
      .toFile(picture);
    await page.getByTestId('source-photo').click();
    expect(await page.getByTestId('invert').count()).toBe(0);
    await page.getByTestId('photo').setInputFiles(picture);
    await page.getByTestId('true-label').waitFor({ state: 'detached' });
    const told = predict(runs.run('tried'), picture);
    expect(largestDifference(await answered(page), told)).toBeLessThan(tolerance);

    const occlusion = page.getByTestId('occlusion');
    await occlusion.getByRole('button', { name: 'Measure' }).click();
    const progress = occlusion.getByTestId('occlusion-progress');
    await expect.poll(() => progress.evaluate((bar) => (bar as HTMLProgressElement).position)).toBe(1);
    expect((await coloursOf(occlusion.locator('canvas'))).length).toBeGreaterThan(2);
    for (const language of ['zh', 'en']) {
      await page.locator('.language-choice').selectOption(language);
      expect(await widthBeyond(page)).toBe(0);
    }
    expect(await violations(page)).toEqual([]);
  });

  it('takes pictures that are pasted, dropped, or come from the camera, if it may', async ({ runs, open }) => {
    await colourRun(runs, 'given');
    const page = await open('/playground?run=given');
    await page.getByTestId('source-photo').click();
    await page.locator('[data-state="ready"]').waitFor();
    const status = page.locator('.source [role="status"]');
    const camera = page.getByTestId('camera');
    await camera.click();
    await page.getByText('not allowed to use the camera').waitFor();
    await page.context().grantPermissions(['camera']);
    await camera.click();
    await page.getByTestId('take-picture').click();
    await expect.poll(() => status.textContent()).toContain('from the camera');
    await page.getByTestId('prediction').waitFor();
    expect((await coloursOf(page.locator('.seen-image'))).length).toBeGreaterThan(10);
    expect(await page.locator('video').count()).toBe(0);

    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: colours[0] } })
      .png()
      .toBuffer();
    for (const [type, target] of [
      ['paste', 'window'],
      ['drop', '.drop-zone'],
    ] as const) {
      await page.evaluate(
        ([base64, kind, selector]) => {
          const data = new DataTransfer();
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          data.items.add(new File([bytes], `${kind}.png`, { type: 'image/png' }));
          if (kind === 'paste') dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));
          else document.querySelector(selector)?.dispatchEvent(new DragEvent('drop', { dataTransfer: data }));
        },
        [png.toString('base64'), type, target] as const,
      );
      await expect.poll(() => status.textContent()).toContain(`${type}.png`);
      await expect.poll(() => coloursOf(page.locator('.seen-image'))).toEqual([[...levelsOf(colours[0]), 255]]);
    }
  });

  it('goes on without its folder of pictures, and says so', async ({ runs, open }) => {
    const pictures = await colourRun(runs, 'moved');
    renameSync(pictures, `${pictures}-elsewhere`);
    const page = await open('/runs/moved', { allow: [/503/] });
    await page.getByText(/The pictures could not be loaded: .*pictures-of-moved/).waitFor();
    await page.goto(new URL('/playground?run=moved', page.url()).href);
    await page.locator('[data-state="ready"]').waitFor();
    await page.locator('.source .failure-message').getByText('pictures-of-moved').waitFor();
    // An example is there in their place, with its answer; then the first of the images.
    await page.getByRole('img', { name: 'An example: a T-shirt' }).waitFor();
    await page.getByTestId('prediction').waitFor();
    expect(await page.getByTestId('true-label').count()).toBe(0);
    renameSync(`${pictures}-elsewhere`, pictures);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: /^Test image 3:/ }).waitFor();
    await page.getByTestId('true-label').waitFor();
    expect(new URL(page.url()).searchParams.get('image')).toBe('0');
  });

  it('says that there is no camera, or none any more, and gives it back when the view is left', async ({
    runs,
    open,
  }) => {
    await colourRun(runs, 'filmed');
    const page = await open('/playground?run=filmed');
    await page.getByTestId('source-photo').click();
    await page.locator('[data-state="ready"]').waitFor();
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
    });
    await page.getByTestId('camera').click();
    await page.getByRole('alert').getByText('This machine has no camera.').waitFor();

    await page.context().grantPermissions(['camera']);
    await page.evaluate(() => {
      const given: MediaStreamTrack[] = [];
      Object.assign(window, { given });
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await MediaDevices.prototype.getUserMedia.call(navigator.mediaDevices, wanted);
        given.push(...stream.getTracks());
        return stream;
      };
    });
    const states = () =>
      page.evaluate(() => (window as unknown as { given: MediaStreamTrack[] }).given.map((track) => track.readyState));
    const isShown = page.locator('[data-testid="take-picture"]:enabled');
    await page.getByTestId('camera').click();
    await isShown.waitFor();
    await page.evaluate(() =>
      (window as unknown as { given: MediaStreamTrack[] }).given[0].dispatchEvent(new Event('ended')),
    );
    await page.getByRole('alert').getByText('The camera has stopped').waitFor();
    await expect.poll(states).toEqual(['ended']);
    await page.getByTestId('camera').click();
    await isShown.waitFor();
    await expect.poll(states).toEqual(['ended', 'live']);
    await page.getByRole('link', { name: 'Network', exact: true }).click();
    await page.getByRole('heading', { name: 'Network' }).waitFor();
    await expect.poll(states).toEqual(['ended', 'ended']);
  });

  it('shows no old answer beside a photo that cannot be read', async ({ runs, open }) => {
    await colourRun(runs, 'unread');
    const page = await open('/playground?run=unread', { allow: [/422/] });
    await page.getByTestId('prediction').waitFor();
    await page.getByTestId('source-photo').click();
    await page
      .getByTestId('photo')
      .setInputFiles({ name: 'no.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
    await page.locator('.source').getByRole('alert').waitFor();
    await page.getByTestId('prediction').waitFor({ state: 'detached' });
  });
});

it('an evaluation of very many classes is shown in part', async ({ runs, open }) => {
  runs.write('many');
  const size = 1200;
  const classNames = Array.from({ length: size }, (_, label) => `class ${label}`);
  const scores = { precision: 1, recall: 1, f1: 1 };
  const confusionMatrix = classNames.map((_, label) => {
    const row = Array(size).fill(0);
    row[label] = 3;
    if (label > size - 10) row[label - 1] = 2;
    return row;
  });
  writeJson(join(runs.run('many'), 'evaluation.json'), {
    ...{ version: 1, dataset: { name: 'many/test', sha256: '', images: 3 * size }, classNames, accuracy: 0.9, loss: 1 },
    ...{ confusionMatrix, classes: classNames.map((name) => ({ name, support: 3, ...scores })), mistakes: [] },
    ...{ macroAverage: scores, weightedAverage: scores },
  });
  const page = await open('/runs/many');
  await page.getByText('These are the 40 of 1,200 classes with the most mistakes.').waitFor();
  expect(await page.locator('.confusion td[data-cell]').count()).toBe(1600);
  expect(await page.locator('.confusion').getByRole('rowheader', { name: 'class 1199' }).count()).toBe(1);
  expect(await page.locator('.class-table tbody tr').count()).toBe(1000);
  await page.getByText('200 more rows are not shown.').waitFor();
});

function levelsOf(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** Pixels by which the page is wider than the window. */
async function widthBeyond(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function answered(page: Page): Promise<readonly number[]> {
  return JSON.parse((await page.getByTestId('prediction').getAttribute('data-probabilities')) ?? '[]');
}

/** @returns by class */
function predict(run: string, picture: string): readonly number[] {
  const argv = [program, 'predict', run, picture, '--json', '--top', '3', '--lang', 'en', '--threads', '1'];
  const [{ classes }] = JSON.parse(execFileSync(process.execPath, argv).toString()).predictions;
  return classes
    .toSorted((a: { label: number }, b: { label: number }) => a.label - b.label)
    .map(({ probability }: { probability: number }) => probability);
}

function largestDifference(left: readonly number[], right: readonly number[]): number {
  return Math.max(...left.map((value, index) => Math.abs(value - right[index])));
}
