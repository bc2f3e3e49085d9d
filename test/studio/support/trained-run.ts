// A run that was really trained, as small as can be: four steps on images of 48×48. The first file of tests that needs
// it trains it, the others wait; it lies in a folder of the whole run of the tests (scratch-folder.ts).

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inject } from 'vitest';
import { locateFashionMnist } from '../../../src/data/fashion-mnist/locate.ts';
import { withoutDataset } from '../../support/unless.ts';
import { program } from './studio-process.ts';

/** As what it stands in a folder of runs. */
export const trainedId = 'trained';

export const trainedImageSize = 48;
const setting =
  '--epochs 1 --limit-train 32 --limit-test 40 --batch-size 8 --log-every 1 --threads 1 --quiet --lang en';

export const whyNoTraining = withoutDataset(await locateFashionMnist());

/** @returns its folder, which is not to be changed */
export async function trainedRun(): Promise<string> {
  const shared = inject('scratchFolder');
  const path = join(shared, 'trained');
  const [isDone, hasFailed] = [join(shared, 'done'), join(shared, 'failed')];
  try {
    mkdirSync(join(shared, 'lock'));
  } catch {
    while (!existsSync(isDone)) {
      if (existsSync(hasFailed)) throw new Error('the training of the shared run failed in another file of tests');
      await setTimeout(50);
    }
    return path;
  }
  try {
    await train([...setting.split(' '), '--image-size', String(trainedImageSize), '--run', path]);
  } catch (error) {
    writeFileSync(hasFailed, '');
    throw error;
  }
  // What nobody needs here, and is the most.
  for (const name of ['checkpoints', 'plots']) rmSync(join(path, name), { recursive: true });
  writeFileSync(isDone, '');
  return path;
}

async function train(argv: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [program, 'train', ...argv], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the training ended with ${code}`);
}
