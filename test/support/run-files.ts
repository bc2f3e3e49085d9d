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
  /** Why a run diverged. */
  readonly message?: string;
  readonly started?: string;
  readonly model?: string;
  /** Over those of three epochs in batches of 64, which are defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** To train with; default 640, ten steps an epoch. */
  readonly images?: number;
}

export function temporaryRuns(): string {
  return mkdtempSync(join(tmpdir(), 'googlenet-studio-'));
}

export function writeRun(directory: string, name: string, facts: RunFacts = {}): RunFiles {
  const { status = 'done', message, started = '2026-01-01T00:00:00.000Z', model = 'GoogLeNet', options = {} } = facts;
  const path = join(directory, name);
  const metrics = join(path, 'metrics.jsonl');
  mkdirSync(path, { recursive: true });
  const entries = Object.entries({ epochs: 3, batchSize: 64, imageSize: 28, ...options });
  const resolved = entries.map(([key, value]) => [key, { value, source: key in options ? 'command line' : 'default' }]);
  writeJson(join(path, 'config.json'), { version: 1, model, options: Object.fromEntries(resolved) });
  writeJson(join(path, 'state.json'), { status, message, started, updated: started, resumes: 0 });
  writeJson(join(path, 'environment.json'), {
    time: started,
    commandLine: ['googlenet', 'train'],
    engine: 'onednn',
    threads: 2,
    versions: { googlenet: '0.1.0', node: '20.20.0', onednn: '2.6.3' },
    datasets: [
      { name: 'made-up/train', count: facts.images ?? 640, sha256: '' },
      { name: 'made-up/test', count: 300, sha256: '' },
    ],
  });
  return { path, metrics, append: (...lines) => appendFileSync(metrics, lines.map((line) => `${line}\n`).join('')) };
}

export interface StepValues {
  readonly loss?: number;
  readonly imagesPerSecond?: number;
}

/** Without a line break. */
export function stepLine(epoch: number, step: number, { loss = 1, imagesPerSecond = 100 }: StepValues = {}): string {
  return JSON.stringify({ kind: 'step', epoch, step, loss, accuracy: 1 / (1 + loss), lr: 0.005, imagesPerSecond });
}

export interface EpochValues {
  readonly testAccuracy?: number;
  readonly testLoss?: number | null;
  readonly seconds?: number;
}

/** Without a line break. */
export function epochLine(epoch: number, values: EpochValues = {}): string {
  const { testAccuracy = 0.5, testLoss = null, seconds = 7.4 } = values;
  const trainLoss = 2.2 / epoch;
  const trainAccuracy = testAccuracy + 0.01;
  return JSON.stringify({ kind: 'epoch', epoch, trainLoss, trainAccuracy, testLoss, testAccuracy, seconds });
}

export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value)}\n`);
}
