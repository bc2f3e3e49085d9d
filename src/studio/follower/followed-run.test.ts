import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { colourTask } from '../../../test/support/colour-run.ts';
import { temporaryRuns, writeJson, writeRun } from '../../../test/support/run-files.ts';
import { FollowedRun } from './followed-run.ts';

const directory = temporaryRuns();
afterAll(() => rmSync(directory, { recursive: true }));

it('names what a run learns from: a folder by its name, in earlier versions Fashion-MNIST', async () => {
  const { path } = writeRun(directory, 'a');
  const run = new FollowedRun('a', path);
  await run.refresh();
  expect(run.overview).toMatchObject({ dataset: 'Fashion-MNIST', isTutorials: true });
  const file = join(path, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8'));
  writeJson(file, { ...config, task: colourTask('/photos/garden birds') });
  await run.refresh();
  expect(run.overview).toMatchObject({ dataset: 'garden birds', isTutorials: false });
});
