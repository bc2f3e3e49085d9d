// The studio before anything was trained: the weights of the package are in the list, to be tried, drawn and read alone, in a
// folder without runs as in one that is not there yet; and what the page tells people to type works where they are.
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { findProgram } from '../../src/cli/program-name.ts';
import { temporaryFolder } from '../cli/context.ts';
import { writeRun } from '../support/run-files.ts';
import { describeUnless } from '../support/unless.ts';
import { whyNoBrowser } from './support/browser.ts';
import { program, StudioProcess } from './support/studio-process.ts';
import { openWatched } from './support/watched-page.ts';

const packaged = 'packaged/fashion-mnist';

async function openIn(workingDirectory: string): Promise<Page> {
  const studio = await StudioProcess.startIn(workingDirectory);
  onTestFinished(() => studio.kill());
  // Where the dataset is not there, its images are not either.
  const { page, faults, close } = await openWatched(studio.url, {
    allow: [/the server responded with a status of 503/],
  });
  onTestFinished(async () => {
    await close();
    expect(faults).toEqual([]);
  });
  return page;
}

describeUnless(whyNoBrowser(), 'the studio before anything was trained', () => {
  it.each(['is empty', 'is not there'])('tries the packaged weights where the folder of the runs %s', async (state) => {
    const folder = realpathSync(temporaryFolder());
    if (state === 'is empty') mkdirSync(join(folder, 'runs'));
    const page = await openIn(folder);
    await page.getByText('There is no training here yet.').waitFor();
    const called = findProgram({ file: program, env: process.env, workingDirectory: folder });
    expect(await page.locator('pre.command').innerText()).toBe(`${called} train`);
    expect(called).not.toBe('googlenet');
    const row = page.getByRole('row', { name: packaged });
    await row.getByText('comes with googlenet').waitFor();
    expect(await row.innerText()).toMatch(/GoogLeNet\s+Fashion-MNIST/);
    expect(await row.getByRole('checkbox').count()).toBe(0);

    await row.getByRole('link', { name: packaged }).click();
    await page.getByText('These weights come with googlenet').waitFor();
    await page.getByRole('link', { name: 'The network as a drawing' }).waitFor();
    expect(await page.getByRole('button', { name: /note|Rename|Delete/i }).count()).toBe(0);
    expect(await page.getByText('is not there').count()).toBe(0);
    await page.getByRole('link', { name: 'Try it in the playground' }).click();
    await page.getByTestId('prediction').waitFor();
    expect(await page.getByTestId('run').inputValue()).toBe(packaged);
    expect(await page.getByRole('button', { name: 'Best' }).count()).toBe(0);

    await page.goto(new URL(`/network?run=${encodeURIComponent(packaged)}`, page.url()).href);
    await page.locator('.weights-histogram').waitFor();
    await page.locator('.weights-filters canvas').waitFor();

    // The first run comes while the page is open.
    mkdirSync(join(folder, 'runs'), { recursive: true });
    writeRun(join(folder, 'runs'), 'mine');
    await page.getByRole('link', { name: 'Runs' }).click();
    await page.getByRole('link', { name: 'mine' }).waitFor();
    expect(await page.getByText('There is no training here yet.').count()).toBe(0);
    expect(await page.getByRole('rowheader').allInnerTexts()).toEqual(['mine', packaged]);
  });
});
