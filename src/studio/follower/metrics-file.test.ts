// Long files; what a page is told of all others is tested in runs-follower.test.ts.
import { describe, expect, it } from 'vitest';
import { epochLine, stepLine, temporaryRuns, writeRun } from '../../../test/support/run-files.ts';
import { MetricsFile } from './metrics-file.ts';

const perEpoch = 1000;

/** Lines of so many steps, of which one is high. */
function linesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const [epoch, step] = [Math.floor(index / perEpoch) + 1, (index % perEpoch) + 1];
    const line = stepLine(epoch, step, { loss: index === 4321 ? 50 : 1 + (index % 7) / 10 });
    return step === perEpoch ? [line, epochLine(epoch, { testAccuracy: epoch / 100 })] : [line];
  }).flat();
}

function longFile(count: number, mostOfLook: number) {
  const run = writeRun(temporaryRuns(), 'long');
  run.append(...linesOf(count));
  const file = new MetricsFile(run.metrics, { mostOfLook });
  file.keepPoints(true);
  return { run, file };
}

describe('MetricsFile', () => {
  it('reads a long file in parts, and tells what it has: at first, when that is twice as much, and at the end', async () => {
    const { file } = longFile(20_000, 64 * 1024);
    const told: number[] = [];
    let cursor = undefined as Parameters<MetricsFile['since']>[1];
    let looks = 0;
    do {
      await file.advance();
      looks++;
      const news = file.since('long', cursor);
      if (news === undefined) continue;
      cursor = news.cursor;
      told.push(news.update.epochs.at(-1)?.epoch ?? 0);
    } while (file.isBehind);
    expect(looks).toBeGreaterThan(20);
    expect(told.length).toBeLessThan(10);
    expect([told[0], told.at(-1)]).toEqual([0, 20]);
    expect(await file.advance()).toBe(false);
  });

  it('keeps a bounded number of steps, every epoch, and what is added as it is', async () => {
    const { run, file } = longFile(60_000, 2 ** 30);
    await file.advance();
    const first = file.since('long', undefined);
    expect(first?.update).toMatchObject({ isWhole: true, unreadableLines: 0 });
    expect(first?.update.steps.length).toBeLessThan(23_000);
    expect(first?.update.steps.map(({ loss }) => loss)).toContain(50);
    expect(first?.update.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    run.append(stepLine(61, 1), stepLine(61, 2));
    await file.advance();
    const second = file.since('long', first?.cursor);
    expect(second?.update).toMatchObject({ isWhole: false, steps: [{ step: 1 }, { step: 2 }], epochs: [] });
    // A page that has not listened for long, and one that was told very many one by one, are told all again.
    run.append(...linesOf(5000));
    await file.advance();
    expect(file.since('long', second?.cursor)?.update.isWhole).toBe(true);
    const last = file.since('long', undefined)?.cursor;
    run.append(stepLine(61, 3));
    await file.advance();
    expect(file.since('long', last)?.update.isWhole).toBe(false);
    expect(file.since('long', last && { ...last, stepsAtWhole: 0 })?.update.isWhole).toBe(true);
  });

  it('keeps its digest while it reads all anew', async () => {
    const { file } = longFile(5000, 64 * 1024);
    while ((await file.advance()) || file.isBehind);
    expect(file.digest.lastEpoch?.epoch).toBe(5);
    file.keepPoints(false);
    file.keepPoints(true);
    await file.advance();
    expect(file.isBehind).toBe(true);
    expect(file.digest.lastEpoch?.epoch).toBe(5);
  });
});
