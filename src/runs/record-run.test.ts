// A training of a program's own, as the studio's follower reads it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/cli/context.ts';
import { TinyNet } from '../../test/support/small-nets.ts';
import { createTinyTrainer } from '../../test/support/tiny-training.ts';
import { RunsFollower } from '../studio/follower/runs-follower.ts';
import { recordRun } from './record-run.ts';

const nothing = () => {};

async function followed(runs: string, name: string) {
  const follower = new RunsFollower(runs);
  const watch = follower.watch([name], nothing);
  await follower.lookAtAll();
  const events = [];
  for (let event = watch.next(); event !== undefined; event = watch.next()) events.push(event);
  return events;
}

describe('recordRun', () => {
  it('makes a run that the studio shows, with weights and checkpoints', async () => {
    const runs = temporaryFolder();
    const folder = join(runs, 'mine');
    await using trainer = await createTinyTrainer(new TinyNet(), { engine: 'reference' });
    const epochs = await recordRun(trainer, folder, () => trainer.train(2), { epochs: 2, logEvery: 2 });
    expect(epochs).toHaveLength(2);
    const events = await followed(runs, 'mine');
    const [{ data: overviews }] = events.filter(({ name }) => name === 'runs') as unknown as [
      { data: readonly Record<string, unknown>[] },
    ];
    expect(overviews[0]).toMatchObject({
      id: 'mine',
      status: 'done',
      fault: null,
      model: 'TinyNet',
      dataset: trainer.options.trainData.dataset.name,
      isTutorials: false,
      engine: 'reference',
    });
    expect(JSON.stringify(events.find(({ name }) => name === 'metrics'))).toContain('"epoch":2');
    expect(readdirSync(join(folder, 'weights')).sort()).toEqual(['best.safetensors', 'last.safetensors']);
    expect(readdirSync(folder)).not.toContain('run.lock');
    await expect(recordRun(trainer, folder, () => trainer.train(1))).rejects.toThrow('already holds a run');
  });

  it('records an error of the training, and throws it', async () => {
    const runs = temporaryFolder();
    await using trainer = await createTinyTrainer(new TinyNet(), { engine: 'reference' });
    const failing = recordRun(trainer, join(runs, 'lost'), () => Promise.reject(new Error('no more light')));
    await expect(failing).rejects.toThrow('no more light');
    expect(JSON.stringify(await followed(runs, 'lost'))).toContain('"status":"failed"');
  });
});
