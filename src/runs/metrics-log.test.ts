import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fullDisk } from '../../test/support/failing-files.ts';
import type { EpochRecord } from '../metrics/epoch-record.ts';
import type { EpochEvent, StepEvent } from '../training/events.ts';
import type { TrainingPosition } from '../training/training-state.ts';
import { cutMetrics } from './metrics-cut.ts';
import { findMetrics, MetricsLog, noMetrics } from './metrics-log.ts';
import { RunFolder } from './run-folder.ts';

function step(epoch: number, number: number): StepEvent {
  const running = { runningLoss: 9, runningAccuracy: 0.9 };
  const measures = { loss: 2.5, accuracy: 0.25, ...running, learningRate: 0.005, imagesPerSecond: 45.5 };
  return { kind: 'step', epoch, step: number, stepsPerEpoch: 5, images: 4, ...measures };
}

function epoch(number: number): EpochEvent {
  const losses = { trainLoss: 2.25, trainAccuracy: 0.5, testLoss: 2.5, testAccuracy: 0.25 };
  return { kind: 'epoch', epoch: number, epochs: 30, ...losses, isBest: true, seconds: 1.5 };
}

/** The epochs that are done at this position, as a checkpoint has them. */
function historyOf(position: TrainingPosition): readonly EpochRecord[] {
  return Array.from({ length: position.epoch - 1 }, (_, index) => {
    const { kind: _kind, epochs: _epochs, isBest: _isBest, seconds: _seconds, ...record } = epoch(index + 1);
    return record;
  });
}

const stepLine = (epochNumber: number, number: number) =>
  `{"kind":"step","epoch":${epochNumber},"step":${number},"loss":2.5,"accuracy":0.25,"lr":0.005,"imagesPerSecond":45.5}\n`;
const epochLine = (number: number, seconds: number | null = 1.5) =>
  `{"kind":"epoch","epoch":${number},"trainLoss":2.25,"trainAccuracy":0.5,"testLoss":2.5,"testAccuracy":0.25,"seconds":${seconds}}\n`;
const heading = 'epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds\n';

function setUp() {
  const folder = new RunFolder(mkdtempSync(join(tmpdir(), 'googlenet-metrics-')));
  const warnings: string[] = [];
  const onWarning = (text: string) => void warnings.push(text);
  const read = () => [folder.metrics, folder.table].map((path) => readFileSync(path, 'utf8'));
  const resume = (position: TrainingPosition) => {
    const cut = cutMetrics(findMetrics(folder), position, historyOf(position));
    return new MetricsLog(folder, cut, { onWarning });
  };
  return { folder, warnings, onWarning, read, resume };
}

/** Two epochs of two logged steps, and a step more. */
function fill(log: MetricsLog): void {
  for (const number of [1, 2]) {
    log.addStep(step(number, 1));
    log.addStep(step(number, 5));
    log.addEpoch(epoch(number));
  }
  log.addStep(step(3, 1));
}

describe('MetricsLog', () => {
  it('writes the lines and rows that are documented', () => {
    const { folder, onWarning, read } = setUp();
    fill(new MetricsLog(folder, noMetrics, { onWarning }));
    expect(read()).toEqual([
      [1, 2].map((number) => stepLine(number, 1) + stepLine(number, 5) + epochLine(number)).join('') + stepLine(3, 1),
      `${heading}1,2.25,0.5,2.5,0.25,1.5\n2,2.25,0.5,2.5,0.25,1.5\n`,
    ]);
  });

  it.each([
    [{ epoch: 1, step: 0 }, 0, 0],
    [{ epoch: 1, step: 4 }, 1, 0],
    [{ epoch: 1, step: 5 }, 2, 0],
    [{ epoch: 2, step: 0 }, 3, 1],
    [{ epoch: 3, step: 0 }, 6, 2],
    [{ epoch: 3, step: 1 }, 7, 2],
  ])('goes on behind %j with %i lines and %i rows', (position, lines, rows) => {
    const { folder, onWarning, read, warnings, resume } = setUp();
    fill(new MetricsLog(folder, noMetrics, { onWarning }));
    const [before] = read();
    // What a process leaves that died while it wrote, or whose rows were half written.
    appendFileSync(folder.metrics, '{"kind":"step","epoch":3,"st');
    appendFileSync(folder.table, '3,2.2');
    const log = resume(position);
    const kept = before.split('\n').slice(0, lines);
    expect(read().map((text) => text.split('\n').slice(0, -1))).toEqual([
      kept,
      expect.objectContaining({ length: rows + 1 }),
    ]);
    log.addStep(step(position.epoch, 5));
    expect(read()[0]).toBe([...kept, stepLine(position.epoch, 5)].join('\n'));
    expect(warnings).toEqual([]);
  });

  const whole = [1, 2].flatMap((number) => [stepLine(number, 1), stepLine(number, 5), epochLine(number)]);

  it.each<[string, (text: string) => string, readonly string[], readonly string[]]>([
    ['in its first line', (text) => `s${text.slice(1)}`, whole.slice(1), []],
    ['in a number', (text) => text.replace('"step":5', '"step":u'), whole.toSpliced(1, 1), []],
    ['in the name of a line', (text) => text.replace('epoch","epoch":1', 'epocx","epoch":1'), whole, [epochLine(1)]],
    ['in what an epoch came to', (text) => text.replace('"testLoss":2.5', '"testLoss":2.7'), whole, [epochLine(1)]],
    ['in a line break', (text) => text.replace('}\n', '}\u008a'), whole.slice(2), []],
    ['in a byte that is no text', (text) => text.replace('loss', 'lo\u00f3s'), whole.slice(1), []],
  ])(
    'keeps what can be read on both sides of a bit that was flipped %s, and a copy of all',
    (_, flip, kept, restored) => {
      const { folder, onWarning, warnings, read, resume } = setUp();
      fill(new MetricsLog(folder, noMetrics, { onWarning }));
      const damaged = Buffer.from(flip(read()[0]), 'latin1');
      writeFileSync(folder.metrics, damaged);
      for (const copy of [`${folder.metrics}.damaged`, `${folder.metrics}.damaged-2`]) {
        resume({ epoch: 3, step: 0 });
        expect(read()[0].split('\n').sort()).toEqual(kept.join('').split('\n').sort());
        expect(readFileSync(copy).equals(damaged)).toBe(true);
        // The time is still known to the table.
        expect(read()[1]).toBe(`${heading}1,2.25,0.5,2.5,0.25,1.5\n2,2.25,0.5,2.5,0.25,1.5\n`);
        writeFileSync(folder.metrics, damaged);
      }
      expect(warnings[0]).toMatch(
        /metrics\.jsonl: .* damaged and left out; the file as it was is kept as metrics\.jsonl\.damaged$/,
      );
      expect(warnings.filter((text) => text.includes('restored'))).toHaveLength(2 * restored.length);
    },
  );

  it('restores the lines of epochs from the checkpoint, their times unknown', () => {
    const { folder, onWarning, warnings, read, resume } = setUp();
    fill(new MetricsLog(folder, noMetrics, { onWarning }));
    for (const path of [folder.metrics, folder.table]) rmSync(path);
    resume({ epoch: 3, step: 0 });
    expect(warnings).toEqual([`${folder.metrics}: the lines of these epochs are restored from the checkpoint: 1, 2`]);
    expect(read()).toEqual([
      epochLine(1, null) + epochLine(2, null),
      `${heading}1,2.25,0.5,2.5,0.25,\n2,2.25,0.5,2.5,0.25,\n`,
    ]);
    resume({ epoch: 3, step: 0 });
    expect(warnings).toHaveLength(1);
  });

  it('keeps a copy of a table that was damaged', () => {
    const { folder, onWarning, warnings, read, resume } = setUp();
    fill(new MetricsLog(folder, noMetrics, { onWarning }));
    const [, table] = read();
    const damaged = table.replace('1,2.25', '1,x.25');
    writeFileSync(folder.table, damaged);
    resume({ epoch: 3, step: 0 });
    expect(read()[1]).toBe(table);
    expect(readFileSync(`${folder.table}.damaged`, 'utf8')).toBe(damaged);
    expect(warnings).toHaveLength(1);
  });

  it('does not take a file that cannot be read for one that is not there', () => {
    const { folder } = setUp();
    mkdirSync(folder.metrics);
    expect(() => findMetrics(folder)).toThrow('metrics.jsonl: cannot be read: it is a folder, not a file');
  });

  it('keeps lines in memory while the disk is full, warns once, and leaves no half lines', () => {
    const { folder, onWarning, warnings, read } = setUp();
    let isFull = false;
    const log = new MetricsLog(folder, noMetrics, { onWarning, files: fullDisk(() => isFull) });
    log.addStep(step(1, 1));
    isFull = true;
    log.addStep(step(1, 2));
    log.addStep(step(1, 3));
    expect(read()[0]).toBe(stepLine(1, 1));
    expect(warnings).toEqual([expect.stringContaining('metrics.jsonl cannot grow, the disk is full')]);
    isFull = false;
    log.addStep(step(1, 4));
    expect(read()[0]).toBe([1, 2, 3, 4].map((number) => stepLine(1, number)).join(''));
    expect(log.close()).toEqual([]);
  });

  it('names at its end what is lost', () => {
    const { folder, onWarning } = setUp();
    let isFull = false;
    const log = new MetricsLog(folder, noMetrics, { onWarning, files: fullDisk(() => isFull) });
    isFull = true;
    log.addStep(step(1, 1));
    expect(log.close()).toEqual([folder.metrics]);
  });

  it('never writes into the file that has the number of a closed one', () => {
    const { folder, onWarning, read } = setUp();
    const log = new MetricsLog(folder, noMetrics, { onWarning });
    log.addStep(step(1, 1));
    log.close();
    for (const call of [() => log.addStep(step(1, 2)), () => log.sync()]) {
      expect(call).toThrow('metrics.jsonl: is closed, the run has ended');
    }
    expect(log.close()).toEqual([]);
    expect(read()[0]).toBe(stepLine(1, 1));
  });
});
