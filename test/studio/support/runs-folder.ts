// A folder of runs for a file of tests of the page. Runs whose training is not the point are written by hand.
import { appendFileSync, cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { epochLine, type RunFacts, stepLine, temporaryRuns, writeRun } from '../../support/run-files.ts';

export interface WrittenRun extends Pick<RunFacts, 'status' | 'message' | 'model' | 'options'> {
  readonly epochs?: number;
  /** Test accuracy of the last epoch. */
  readonly testAccuracy?: number;
}

const stepsPerEpoch = 20;
const batchSize = 128;

export class RunsFolder implements Disposable {
  readonly path = temporaryRuns();

  run(id: string): string {
    return join(this.path, id);
  }

  write(id: string, { options, epochs = 3, testAccuracy = 0.8, ...facts }: WrittenRun = {}): void {
    const written = writeRun(this.path, id, {
      ...facts,
      options: { epochs, batchSize, lr: 0.005, momentum: 0, ...options },
      images: stepsPerEpoch * batchSize,
    });
    writeFileSync(written.metrics, metricsLines(epochs, testAccuracy).join(''));
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
}

/** Each with `\n`. */
export function metricsLines(epochs: number, testAccuracy = 0.8): readonly string[] {
  return Array.from({ length: epochs }, (_, done) => {
    const steps = Array.from({ length: stepsPerEpoch }, (_, step) => {
      return stepLine(done + 1, step + 1, { loss: 2.3 / (1 + done + step / stepsPerEpoch), imagesPerSecond: 150 });
    });
    const values = { testAccuracy: testAccuracy * (1 - 0.1 * (epochs - 1 - done)), testLoss: 1.2, seconds: 60 };
    return [...steps, epochLine(done + 1, values)].map((line) => `${line}\n`);
  }).flat();
}
