// Folders of runs as a training writes them, for tests of whoever reads them.
import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunFiles {
  readonly path: string;
  readonly metrics: string;
  append(...lines: readonly string[]): void;
}

export interface RunFacts {
  readonly status?: string;
  readonly started?: string;
  readonly epochs?: number;
  readonly model?: string;
}

export function temporaryRuns(): string {
  return mkdtempSync(join(tmpdir(), 'googlenet-studio-'));
}

/** 640 images in batches of 64: ten steps of an epoch. */
export function writeRun(directory: string, name: string, facts: RunFacts = {}): RunFiles {
  const { status = 'done', started = '2026-01-01T00:00:00.000Z', epochs = 3, model = 'GoogLeNet' } = facts;
  const path = join(directory, name);
  const metrics = join(path, 'metrics.jsonl');
  mkdirSync(path, { recursive: true });
  const options = { epochs, batchSize: 64, imageSize: 28 };
  const entries = Object.entries(options).map(([key, value]) => [key, { value, source: 'default' }]);
  writeJson(join(path, 'config.json'), { version: 1, model, options: Object.fromEntries(entries) });
  writeJson(join(path, 'state.json'), { status, started, updated: started, resumes: 0 });
  writeJson(join(path, 'environment.json'), {
    engine: 'onednn',
    versions: { node: '20', onednn: '2.6' },
    datasets: [
      { name: 'made-up/train', count: 640, sha256: '' },
      { name: 'made-up/test', count: 300, sha256: '' },
    ],
  });
  return { path, metrics, append: (...lines) => appendFileSync(metrics, lines.map((line) => `${line}\n`).join('')) };
}

export function stepLine(epoch: number, step: number, imagesPerSecond = 100): string {
  return JSON.stringify({ kind: 'step', epoch, step, loss: 2, accuracy: 0.5, lr: 0.1, imagesPerSecond });
}

export function epochLine(epoch: number, testAccuracy = 0.5, seconds = 7.4): string {
  const metrics = { trainLoss: 1, trainAccuracy: 0.5, testLoss: null, testAccuracy };
  return JSON.stringify({ kind: 'epoch', epoch, ...metrics, seconds });
}

export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value)}\n`);
}
