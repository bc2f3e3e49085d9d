import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readMetrics } from './read-metrics.ts';
import { RunFolder } from './run-folder.ts';

const step = { kind: 'step', epoch: 1, step: 10, loss: 2.5, accuracy: 0.1 };
const epoch = {
  kind: 'epoch',
  epoch: 1,
  trainLoss: null,
  trainAccuracy: 0,
  testLoss: 2,
  testAccuracy: 0.5,
  seconds: 9,
};

it('reads lines of both kinds, and counts those that it cannot read', () => {
  const folder = new RunFolder(mkdtempSync(join(tmpdir(), 'googlenet-metrics-')));
  const lines = [{ ...step, lr: 0.1 }, { kind: 'other' }, epoch].map((line) => JSON.stringify(line));
  writeFileSync(folder.metrics, `${lines.join('\n')}\n\n[1]\n{"kind":"step","epo`);
  expect(readMetrics(folder)).toEqual({
    steps: [{ ...step, lr: 0.1, imagesPerSecond: null }],
    epochs: [epoch],
    unreadableLines: 2,
  });
});

it('names a file that is not there', () => {
  expect(() => readMetrics(new RunFolder('/nowhere'))).toThrow(/nowhere.metrics\.jsonl: cannot be read/);
});
