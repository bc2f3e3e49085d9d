import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { epochLine, stepLine, temporaryRuns, writeRun } from '../../../test/support/run-files.ts';
import { encodeSafetensors } from '../../formats/safetensors.ts';
import { printTask, tutorialTask } from '../../tasks/task.ts';
import { RunsFollower, type StudioEvent } from './runs-follower.ts';

const nothing = () => {};

/** All that a page would be told now. */
function take(watch: { next(): StudioEvent | undefined }): readonly StudioEvent[] {
  const events: StudioEvent[] = [];
  for (let event = watch.next(); event !== undefined; event = watch.next()) events.push(event);
  return events;
}

function metricsOf(events: readonly StudioEvent[]) {
  return events.flatMap((event) => (event.name === 'metrics' ? [event.data] : []));
}

/** A run that a page looks at, with all that is there told already. */
async function watched(...lines: readonly string[]) {
  const directory = temporaryRuns();
  const run = writeRun(directory, 'a');
  run.append(...lines);
  const follower = new RunsFollower(directory);
  const watch = follower.watch(['a'], nothing);
  await follower.lookAtAll();
  const first = take(watch);
  const next = async () => {
    await follower.lookAtWatched();
    return metricsOf(take(watch));
  };
  return { directory, run, follower, watch, first, next };
}

describe('RunsFollower', () => {
  it('tells of all runs first, then of the whole metrics of those that a page looks at', async () => {
    const { first } = await watched(stepLine(1, 1), stepLine(1, 10), epochLine(1, { testAccuracy: 0.75 }));
    expect(first.map(({ name }) => name)).toEqual(['runs', 'metrics']);
    expect(first[0].data).toEqual([
      {
        id: 'a',
        status: 'done',
        fault: null,
        started: '2026-01-01T00:00:00.000Z',
        updated: '2026-01-01T00:00:00.000Z',
        message: null,
        model: 'GoogLeNet',
        dataset: 'Fashion-MNIST',
        isTutorials: true,
        engine: 'onednn 2.6.3',
        note: '',
        hasWeights: false,
        bestAccuracy: 0.75,
        progress: { epochsDone: 1, epochs: 3, step: 0, stepsPerEpoch: 10, imagesPerSecond: 100, secondsLeft: null },
      },
    ]);
    expect(metricsOf(first)).toEqual([
      {
        run: 'a',
        isWhole: true,
        steps: [
          { epoch: 1, step: 1, loss: 1, accuracy: 0.5, lr: 0.005, imagesPerSecond: 100 },
          { epoch: 1, step: 10, loss: 1, accuracy: 0.5, lr: 0.005, imagesPerSecond: 100 },
        ],
        epochs: [{ epoch: 1, trainLoss: 2.2, trainAccuracy: 0.76, testLoss: null, testAccuracy: 0.75, seconds: 7.4 }],
        unreadableLines: 0,
        shareRead: 1,
      },
    ]);
  });

  it('tells of what is added alone, and of nothing where nothing is', async () => {
    const { run, next } = await watched(stepLine(1, 1));
    expect(await next()).toEqual([]);
    run.append(stepLine(1, 10), epochLine(1));
    expect(await next()).toMatchObject([{ isWhole: false, steps: [{ step: 10 }], epochs: [{ epoch: 1 }] }]);
    expect(await next()).toEqual([]);
  });

  it('waits for the rest of a line', async () => {
    const { run, next } = await watched();
    const line = stepLine(1, 1);
    appendFileSync(run.metrics, line.slice(0, 20));
    expect(await next()).toEqual([]);
    appendFileSync(run.metrics, `${line.slice(20)}\n`);
    expect(await next()).toMatchObject([{ isWhole: false, steps: [{ step: 1 }], unreadableLines: 0 }]);
  });

  it('leaves out lines that nobody understands, and counts them', async () => {
    const { run, next } = await watched(stepLine(1, 1), '{"kind":"st', 'null', '[]', '{"kind":"epoch"}', '\ufffd', '');
    run.append('\0\0\0', '{"kind":"step","epoch":1,"step":2}', `{"x":"${'long'.repeat(400_000)}"}`, stepLine(1, 3));
    const [update] = await next();
    expect(update.steps.map(({ step, loss }) => [step, loss])).toEqual([
      [2, null],
      [3, 1],
    ]);
    expect(update.unreadableLines).toBe(7);
    appendFileSync(run.metrics, Buffer.from([0xff, 0xfe, 0x0a]));
    expect(await next()).toEqual([
      { run: 'a', isWhole: false, steps: [], epochs: [], unreadableLines: 8, shareRead: 1 },
    ]);
  });

  it('tells the whole again where a resumed training cut the file off', async () => {
    const { run, next } = await watched(stepLine(1, 1), stepLine(1, 2), stepLine(1, 3));
    truncateSync(run.metrics, stepLine(1, 1).length + 1);
    expect(await next()).toMatchObject([{ isWhole: true, steps: [{ step: 1 }] }]);
    run.append(stepLine(1, 2));
    expect(await next()).toMatchObject([{ isWhole: false, steps: [{ step: 2 }] }]);
  });

  it('tells the whole again where the file was written anew, even if it is longer by then', async () => {
    const { run, next } = await watched(stepLine(1, 1), stepLine(1, 2));
    writeFileSync(
      run.metrics,
      [
        stepLine(1, 1, { imagesPerSecond: 55 }),
        stepLine(1, 2, { imagesPerSecond: 55 }),
        stepLine(1, 3, { imagesPerSecond: 55 }),
        '',
      ].join('\n'),
    );
    const [update] = await next();
    expect(update.isWhole).toBe(true);
    expect(update.steps.map(({ imagesPerSecond }) => imagesPerSecond)).toEqual([55, 55, 55]);
  });

  it('tells the whole again where another file took its place, with the bytes of the same size', async () => {
    const { run, next } = await watched(stepLine(1, 1), stepLine(1, 2));
    writeFileSync(`${run.metrics}.new`, [stepLine(1, 1), stepLine(1, 3), ''].join('\n'));
    renameSync(`${run.metrics}.new`, run.metrics);
    expect(await next()).toMatchObject([{ isWhole: true, steps: [{ step: 1 }, { step: 3 }] }]);
  });

  it('tells the whole again where another file took its place that ends with the same lines', async () => {
    const same = Array.from({ length: 100 }, (_, step) => stepLine(1, step + 2));
    const { run, next } = await watched(stepLine(1, 1, { imagesPerSecond: 100 }), ...same);
    writeFileSync(
      `${run.metrics}.new`,
      [stepLine(1, 1, { imagesPerSecond: 555 }), ...same, stepLine(1, 102), ''].join('\n'),
    );
    renameSync(`${run.metrics}.new`, run.metrics);
    const [update] = await next();
    expect([update.isWhole, update.steps[0].imagesPerSecond, update.steps.length]).toEqual([true, 555, 102]);
  });

  it('takes a new time alone for no change', async () => {
    const { run, next } = await watched(stepLine(1, 1));
    utimesSync(run.metrics, 1, 1);
    expect(await next()).toEqual([]);
  });

  it('says that a run is gone, once, and tells the whole again when it is back', async () => {
    const { directory, run, follower, watch } = await watched(stepLine(1, 1), stepLine(1, 2));
    rmSync(run.path, { recursive: true });
    await follower.lookAtWatched();
    expect(take(watch)).toEqual([
      { name: 'runs', data: [] },
      { name: 'gone', data: { run: 'a' } },
    ]);
    await follower.lookAtAll();
    expect(take(watch)).toEqual([]);
    writeRun(directory, 'a').append(stepLine(1, 7));
    await follower.lookAtAll();
    expect(metricsOf(take(watch))).toMatchObject([{ isWhole: true, steps: [{ step: 7 }] }]);
  });

  it('takes nothing back while a folder is being deleted, one file after the other', async () => {
    const { run, follower, watch, next } = await watched(stepLine(1, 1), epochLine(1));
    rmSync(run.metrics);
    expect(await next()).toEqual([]);
    expect(follower.overviews?.[0]?.progress.epochsDone).toBe(1);
    rmSync(run.path, { recursive: true });
    await follower.lookAtWatched();
    expect(take(watch).map(({ name }) => name)).toEqual(['runs', 'gone']);
  });

  it('tells the whole again of a run that was deleted and made again between two looks', async () => {
    const { directory, run, next } = await watched(stepLine(1, 1), stepLine(1, 2));
    rmSync(run.path, { recursive: true });
    writeRun(directory, 'a').append(stepLine(1, 7), stepLine(1, 8), stepLine(1, 9));
    expect(await next()).toMatchObject([{ isWhole: true, steps: [{ step: 7 }, { step: 8 }, { step: 9 }] }]);
  });

  it('gives each page what it lacks, however late it comes or takes it', async () => {
    const { run, follower, watch } = await watched(stepLine(1, 1));
    run.append(stepLine(1, 2));
    await follower.lookAtWatched();
    const late = follower.watch(['a'], nothing);
    run.append(stepLine(1, 3));
    await follower.lookAtWatched();
    expect(metricsOf(take(watch))).toMatchObject([{ isWhole: false, steps: [{ step: 2 }, { step: 3 }] }]);
    expect(metricsOf(take(late))).toMatchObject([{ isWhole: true, steps: [{ step: 1 }, { step: 2 }, { step: 3 }] }]);
    watch[Symbol.dispose]();
    run.append(stepLine(1, 4));
    await follower.lookAtWatched();
    expect(metricsOf(take(late))).toMatchObject([{ isWhole: false, steps: [{ step: 4 }] }]);
  });

  it('lets no long file hold up the others, and reads it on whether a page looks at it or not', async () => {
    const directory = temporaryRuns();
    const lines = Array.from({ length: 35_000 }, (_, step) => stepLine(1, step + 1));
    for (const id of ['long', 'longer']) {
      const run = writeRun(directory, id);
      run.append(...lines, ...(id === 'long' ? [] : lines), epochLine(1, { testAccuracy: 0.9 }));
    }
    writeRun(directory, 'short').append(stepLine(1, 1));
    const follower = new RunsFollower(directory);
    const watch = follower.watch(['long', 'short'], nothing);
    await follower.lookAtAll();
    expect(follower.isBehind).toBe(true);
    expect(metricsOf(take(watch)).map(({ run }) => run)).toEqual(['long', 'short']);
    for (let look = 0; follower.isBehind; look++) {
      expect(look).toBeLessThan(20);
      await follower.lookAtWatched();
    }
    expect(metricsOf(take(watch))).toMatchObject([{ run: 'long', epochs: [{ epoch: 1 }] }]);
    expect(follower.overviews?.map(({ bestAccuracy }) => bestAccuracy)).toEqual([0.9, 0.9, null]);
  });

  it('wakes the pages after each look', async () => {
    const { directory, follower } = await watched();
    let woken = 0;
    follower.watch([], () => woken++);
    writeRun(directory, 'b');
    await follower.lookAtAll();
    expect(woken).toBe(1);
  });

  it('lists a hundred runs, the newest first, and tells only when one of them changes', async () => {
    const directory = temporaryRuns();
    const runs = Array.from({ length: 100 }, (_, index) => {
      const run = writeRun(directory, `run-${index}`, { started: new Date(1e12 + index * 1000).toISOString() });
      for (let epoch = 1; epoch <= 3; epoch++) run.append(stepLine(epoch, 1), stepLine(epoch, 10), epochLine(epoch));
      return run;
    });
    const follower = new RunsFollower(directory);
    const watch = follower.watch([], nothing);
    await follower.lookAtAll();
    const [told, ...others] = take(watch);
    expect(others).toEqual([]);
    expect(told.name === 'runs' && told.data.map(({ id }) => id)).toEqual(
      runs.map(({ path }) => basename(path)).reverse(),
    );
    await follower.lookAtAll();
    expect(take(watch)).toEqual([]);
    runs[40].append(epochLine(4, { testAccuracy: 0.9 }));
    await follower.lookAtAll();
    const [changed] = take(watch);
    expect(changed.name === 'runs' && changed.data.find(({ id }) => id === 'run-40')?.bestAccuracy).toBe(0.9);
  });

  it('shows damaged runs with what is wrong, and no path of this machine', async () => {
    const directory = temporaryRuns();
    writeFileSync(join(writeRun(directory, 'config').path, 'config.json'), '{"version":1,');
    writeFileSync(join(writeRun(directory, 'state').path, 'state.json'), '{"status":"flying"}');
    writeFileSync(join(writeRun(directory, 'environment').path, 'environment.json'), 'null');
    rmSync(join(writeRun(directory, 'stateless').path, 'state.json'));
    for (const name of ['config.json', 'run.lock']) {
      const { path } = writeRun(directory, `large ${name}`);
      writeFileSync(join(path, name), '');
      truncateSync(join(path, name), 2 ** 33);
    }
    const follower = new RunsFollower(directory);
    await follower.lookAtAll();
    const facts = Object.fromEntries(follower.overviews?.map(({ id, status, fault }) => [id, [status, fault]]) ?? []);
    expect(facts).toEqual({
      config: ['unreadable', expect.stringMatching(/^config\.json: cannot be read: .*JSON/)],
      state: ['unreadable', expect.stringMatching(/^state\.json: status: /)],
      stateless: ['unreadable', 'state.json is missing'],
      'large config.json': [
        'unreadable',
        expect.stringMatching(/^config\.json: cannot be read: it has 8589934592 bytes/),
      ],
      'large run.lock': ['unreadable', expect.stringMatching(/^run\.lock: does not say who trains here/)],
      environment: ['done', null],
    });
    expect(JSON.stringify(follower.overviews)).not.toContain(directory);
  });

  it('has weights that were imported, and says what is wrong with them', async () => {
    const directory = temporaryRuns();
    for (const [name, task] of [
      ['good', printTask(tutorialTask('lenet'))],
      ['bad', '{'],
    ]) {
      mkdirSync(join(directory, name, 'weights'), { recursive: true });
      const bytes = encodeSafetensors(new Map(), { format: 'pt', task });
      writeFileSync(join(directory, name, 'weights', 'last.safetensors'), bytes);
    }
    writeRun(directory, 'trained');
    mkdirSync(join(directory, 'none', 'weights'), { recursive: true });
    const follower = new RunsFollower(directory);
    await follower.lookAtAll();
    const facts = follower.overviews?.map(({ id, status, model, hasWeights }) => [id, status, model, hasWeights]);
    expect(facts?.sort()).toEqual([
      ['bad', 'unreadable', null, true],
      ['good', 'imported', 'LeNet', true],
      ['trained', 'done', 'GoogLeNet', false],
    ]);
    expect(follower.overviews?.find(({ id }) => id === 'bad')?.fault).toMatch(
      /^weights\/last\.safetensors: what it says of its task cannot be understood/,
    );
    writeRun(directory, 'good');
    await follower.lookAtAll();
    expect(follower.overviews?.find(({ id }) => id === 'good')).toMatchObject({ status: 'done', model: 'GoogLeNet' });
  });

  it('says that a training was interrupted, which no file tells', async () => {
    const directory = temporaryRuns();
    writeRun(directory, 'a', { status: 'running' });
    const follower = new RunsFollower(directory);
    await follower.lookAtAll();
    expect(follower.overviews).toMatchObject([{ status: 'interrupted', progress: { secondsLeft: null } }]);
  });

  it('ignores what is no run, hidden, or a link that leads outside', async () => {
    const directory = temporaryRuns();
    const elsewhere = writeRun(temporaryRuns(), 'secret');
    writeRun(directory, 'a');
    writeRun(directory, '.hidden');
    writeFileSync(join(directory, 'file'), '');
    writeFileSync(join(directory, 'profile.json'), '{}');
    symlinkSync(elsewhere.path, join(directory, 'outside'));
    symlinkSync(join(directory, 'a'), join(directory, 'inside'));
    symlinkSync(join(directory, 'nowhere'), join(directory, 'dangling'));
    const follower = new RunsFollower(directory);
    const watch = follower.watch(['outside', '.hidden', '../secret', '..', '', 'a/../a', 'a\0'], nothing);
    await follower.lookAtAll();
    expect(follower.overviews?.map(({ id }) => id)).toEqual(['a', 'inside']);
    await follower.lookAtWatched();
    expect(take(watch).map(({ name }) => name)).toEqual(['runs', ...Array.from({ length: 7 }, () => 'gone')]);
  });

  it('follows no link in place of a run’s own files', async () => {
    const directory = temporaryRuns();
    const { path, metrics } = writeRun(directory, 'a');
    const secret = writeRun(temporaryRuns(), 'secret');
    secret.append(stepLine(1, 5));
    symlinkSync(secret.metrics, metrics);
    rmSync(join(path, 'environment.json'));
    symlinkSync(join(secret.path, 'environment.json'), join(path, 'environment.json'));
    const follower = new RunsFollower(directory);
    const watch = follower.watch(['a'], nothing);
    await follower.lookAtAll();
    expect(metricsOf(take(watch))).toMatchObject([{ steps: [] }]);
    expect(follower.overviews).toMatchObject([{ engine: null }]);
  });

  it('shows a folder that is itself a run as the one run', async () => {
    const directory = temporaryRuns();
    const { path } = writeRun(directory, 'only');
    writeRun(directory, 'beside');
    const follower = new RunsFollower(path);
    const watch = follower.watch(['only', 'beside'], nothing);
    await follower.lookAtAll();
    const events = take(watch);
    expect(follower.overviews?.map(({ id }) => id)).toEqual(['only']);
    expect(events.map(({ name }) => name)).toEqual(['runs', 'metrics', 'gone']);
  });

  it('outlives the folder of the runs', async () => {
    const { directory, follower, watch } = await watched(stepLine(1, 1));
    rmSync(directory, { recursive: true });
    await follower.lookAtAll();
    expect(take(watch).map(({ name }) => name)).toEqual(['runs', 'gone']);
  });
});
