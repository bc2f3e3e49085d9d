// A folder of runs for a file of tests. Runs whose training is not the point are written by hand, in the form in which a
// training writes them.
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface WrittenRun {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly status?: 'done' | 'stopped' | 'diverged';
  readonly message?: string;
  readonly epochs?: number;
  /** Of the last epoch. */
  readonly testAccuracy?: number;
}

const stepsPerEpoch = 20;
const batchSize = 128;

export class RunsFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'googlenet-studio-'));

  run(id: string): string {
    return join(this.path, id);
  }

  write(id: string, run: WrittenRun = {}): void {
    const { options = {}, status = 'done', message, epochs = 3 } = run;
    mkdirSync(this.run(id), { recursive: true });
    const all = { epochs, batchSize, lr: 0.005, momentum: 0, ...options };
    const facts = Object.entries(all).map(([name, value]) => {
      return [name, { value, source: name in options ? 'command line' : 'default' }];
    });
    this.#writeJson(id, 'config', { version: 1, model: 'GoogLeNet', options: Object.fromEntries(facts) });
    this.#writeJson(id, 'environment', environment);
    const state = { status, started: '2026-01-02T03:04:05.000Z', updated: '2026-01-02T03:14:05.000Z', resumes: 0 };
    this.#writeJson(id, 'state', { ...state, ...(message === undefined ? {} : { message }) });
    writeFileSync(join(this.run(id), 'metrics.jsonl'), metricsLines(run).join(''));
  }

  /** @param from the folder of a run that was trained */
  copy(from: string, id: string): void {
    cpSync(from, this.run(id), { recursive: true });
  }

  /** @param text as it is, a half line too */
  append(id: string, text: string): void {
    appendFileSync(join(this.run(id), 'metrics.jsonl'), text);
  }

  /** Anew, as `--resume` drops lines: all at once, and shorter. */
  rewriteMetrics(id: string, lines: readonly string[]): void {
    const path = join(this.run(id), 'metrics.jsonl');
    writeFileSync(`${path}.tmp`, lines.join(''));
    renameSync(`${path}.tmp`, path);
  }

  remove(id: string): void {
    rmSync(this.run(id), { recursive: true });
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #writeJson(id: string, name: string, content: unknown): void {
    writeFileSync(join(this.run(id), `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
  }
}

/** With `\n`. */
export function epochLine(epoch: number, testAccuracy: number): string {
  const trainLoss = 2.2 / epoch;
  const trainAccuracy = testAccuracy + 0.01;
  const measured = { trainLoss, trainAccuracy, testLoss: trainLoss + 0.1, testAccuracy, seconds: 60 };
  return `${JSON.stringify({ kind: 'epoch', epoch, ...measured })}\n`;
}

/** With `\n`. */
export function stepLine(epoch: number, step: number, loss: number): string {
  const measured = { loss, accuracy: 1 / (1 + loss), lr: 0.005, imagesPerSecond: 150 };
  return `${JSON.stringify({ kind: 'step', epoch, step, ...measured })}\n`;
}

export function metricsLines({ epochs = 3, testAccuracy = 0.8 }: WrittenRun = {}): readonly string[] {
  return Array.from({ length: epochs }, (_, done) => {
    const steps = Array.from({ length: stepsPerEpoch }, (_, step) => {
      return stepLine(done + 1, step + 1, 2.3 / (1 + done + step / stepsPerEpoch));
    });
    return [...steps, epochLine(done + 1, testAccuracy * (1 - 0.1 * (epochs - 1 - done)))];
  }).flat();
}

const environment = {
  time: '2026-01-02T03:04:05.000Z',
  commandLine: ['googlenet', 'train'],
  versions: { googlenet: '0.1.0', node: '20.20.0', onednn: '3.7.0' },
  engine: 'onednn',
  threads: 2,
  datasets: [
    { name: 'fashion-mnist/train', count: stepsPerEpoch * batchSize, sha256: '00' },
    { name: 'fashion-mnist/test', count: 1000, sha256: '00' },
  ],
};
