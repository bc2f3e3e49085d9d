// The views of the page, each with everything opened that can be opened, for what is to be true of all of them.
import type { Page } from 'playwright-core';
import type { RunsFolder } from './runs-folder.ts';
import { trainedId } from './trained-run.ts';

export interface View {
  readonly name: string;
  readonly address: string;
  /** Resolves when it is complete. */
  readonly complete: (page: Page) => Promise<void>;
}

export function writeRunsToShow(runs: RunsFolder): void {
  runs.write('higher-rate', { options: { lr: 0.01 }, testAccuracy: 0.87, epochs: 5 });
  runs.write('diverged', {
    status: 'diverged',
    message: 'the loss of step 21 is not finite: model.8.channel2 gives NaN',
  });
  runs.write('a-run-with-a-name-that-is-so-long-that-no-phone-has-room-for-it-in-one-line', { status: 'stopped' });
}

/** For `writeRunsToShow` and the trained run. */
export const views: readonly View[] = [
  {
    name: 'list of runs',
    address: '/',
    complete: async (page) => {
      await page.locator('tbody tr').nth(3).waitFor();
    },
  },
  {
    name: 'run',
    address: `/runs/${trainedId}`,
    complete: async (page) => {
      await page.locator('.chart-drawing canvas').nth(3).waitFor();
      await page.locator('.mistakes canvas, .mistakes img').first().waitFor();
      await openAll(page);
    },
  },
  {
    name: 'run without weights',
    address: '/runs/diverged',
    complete: async (page) => {
      await page.locator('.note-bad').waitFor();
      await openAll(page);
    },
  },
  {
    name: 'comparison',
    address: `/compare?run=${trainedId}&run=higher-rate&run=diverged`,
    complete: async (page) => {
      await page.locator('.chart-drawing canvas').nth(2).waitFor();
      await page.locator('.compared td').first().waitFor({ state: 'attached' });
      await openAll(page);
    },
  },
  {
    name: 'network',
    address: '/network',
    complete: async (page) => {
      await page.locator('[data-part][aria-expanded="false"]').first().click();
      await page.locator('.network-panel').waitFor();
      await openAll(page);
    },
  },
  {
    name: 'playground',
    address: `/playground?run=${trainedId}&image=0`,
    complete: async (page) => {
      await page.getByTestId('prediction').waitFor();
      await openAll(page);
      await page.locator('.feature-path canvas').nth(3).waitFor();
    },
  },
];

/** What can be unfolded. */
async function openAll(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => {
    for (const details of all as HTMLDetailsElement[]) details.open = true;
  });
}
