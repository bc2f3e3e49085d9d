import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fullDisk } from '../../test/support/failing-files.ts';
import type { EpochEvent, StepEvent } from '../training/events.ts';
import { MetricsLog } from './metrics-log.ts';
import { RunFolder } from './run-folder.ts';

const start = { epoch: 1, step: 0 };

function step(epoch: number, number: number): StepEvent {
  const running = { runningLoss: 9, runningAccuracy: 0.9 };
  const measures = { loss: 2.5, accuracy: 0.25, ...running, learningRate: 0.005, imagesPerSecond: 45.5 };
  return { kind: 'step', epoch, step: number, stepsPerEpoch: 5, images: 4, ...measures };
}

function epoch(number: number): EpochEvent {
  const losses = { trainLoss: 2.25, trainAccuracy: 0.5, testLoss: 2.5, testAccuracy: 0.25 };
  return { kind: 'epoch', epoch: number, epochs: 30, ...losses, isBest: true, seconds: 1.5 };
}

const stepLine = (epochNumber: number, number: number) =>
  `{"kind":"step","epoch":${epochNumber},"step":${number},"loss":2.5,"accuracy":0.25,"lr":0.005,"imagesPerSecond":45.5}\n`;
const epochLine = (number: number) =>
  `{"kind":"epoch","epoch":${number},"trainLoss":2.25,"trainAccuracy":0.5,"testLoss":2.5,"testAccuracy":0.25,"seconds":1.5}\n`;
const heading = 'epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds\n';

function setUp() {
  const folder = new RunFolder(mkdtempSync(join(tmpdir(), 'googlenet-metrics-')));
  const warnings: string[] = [];
  const onWarning = (text: string) => void warnings.push(text);
  const read = () => [folder.metrics, folder.table].map((path) => readFileSync(path, 'utf8'));
  return { folder, warnings, onWarning, read };
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
    fill(new MetricsLog(folder, start, { onWarning }));
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
    const { folder, onWarning, read, warnings } = setUp();
    fill(new MetricsLog(folder, start, { onWarning }));
    const [before] = read();
    // What a process leaves that died while it wrote, or whose rows were half written.
    appendFileSync(folder.metrics, '{"kind":"step","epoch":3,"st');
    appendFileSync(folder.table, '3,2.2');
    const log = new MetricsLog(folder, position, { onWarning });
    const kept = before.split('\n').slice(0, lines);
    expect(read().map((text) => text.split('\n').slice(0, -1))).toEqual([
      kept,
      expect.objectContaining({ length: rows + 1 }),
    ]);
    log.addStep(step(position.epoch, 5));
    expect(read()[0]).toBe([...kept, stepLine(position.epoch, 5)].join('\n'));
    expect(warnings).toEqual([]);
  });

  it('says when lines are missing that were there', () => {
    const { folder, onWarning, warnings } = setUp();
    fill(new MetricsLog(folder, start, { onWarning }));
    writeFileSync(folder.metrics, `${stepLine(1, 1)}nonsense\n${epochLine(1)}`);
    new MetricsLog(folder, { epoch: 2, step: 0 }, { onWarning });
    expect(warnings).toEqual([`${folder.metrics} lacks lines of the epochs before 2`]);
    rmSync(folder.metrics);
    new MetricsLog(folder, { epoch: 2, step: 0 }, { onWarning });
    expect(warnings).toHaveLength(2);
  });

  it('keeps lines in memory while the disk is full, warns once, and leaves no half lines', () => {
    const { folder, onWarning, warnings, read } = setUp();
    let isFull = false;
    const log = new MetricsLog(folder, start, { onWarning, files: fullDisk(() => isFull) });
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
    const log = new MetricsLog(folder, start, { onWarning, files: fullDisk(() => isFull) });
    isFull = true;
    log.addStep(step(1, 1));
    expect(log.close()).toEqual([folder.metrics]);
  });
});
