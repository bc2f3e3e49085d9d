// What each test of the page starts from: a folder of runs, a studio that serves it, and pages whose faults fail the
// test. Folder and studio are one for a file of tests, so each test takes runs of its own names.
import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, test as base, expect } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { RunsFolder } from './runs-folder.ts';
import { StudioProcess } from './studio-process.ts';
import { trainedId, trainedRun, whyNoTraining } from './trained-run.ts';
import { openWatched, type PageOptions, type WatchedPage } from './watched-page.ts';

const runs = new RunsFolder();
let started: Promise<StudioProcess> | undefined;

/** @param address from `/` */
export type OpenPage = (address: string, options?: PageOptions) => Promise<Page>;

export const it = base
  .extend('runs', ({ skip }) => {
    const reason = whyNoBrowser();
    if (reason !== undefined) skip(reason);
    return runs;
  })
  .extend('studio', async ({ runs }) => {
    started ??= StudioProcess.start(runs.path);
    return started;
  })
  /** The id of a run that was really trained, in the folder of the runs. */
  .extend('trained', async ({ runs, skip }) => {
    if (whyNoTraining !== undefined) skip(whyNoTraining);
    const path = await trainedRun();
    if (!existsSync(runs.run(trainedId))) runs.copy(path, trainedId);
    return trainedId;
  })
  .extend('open', async ({ studio }, { onCleanup }): Promise<OpenPage> => {
    const opened: WatchedPage[] = [];
    onCleanup(async () => {
      for (const { close } of opened) await close();
      expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
    });
    return async (address, options) => {
      const watched = await openWatched(new URL(address, studio.url).href, options);
      opened.push(watched);
      return watched.page;
    };
  });

afterAll(async () => {
  await (await started)?.kill();
  runs[Symbol.dispose]();
});
