// A training that runs beside the page: it appears by itself, each line of its metrics within a second.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { program } from './support/studio-process.ts';
import { it } from './support/studio-test.ts';
import { whyNoTraining } from './support/trained-run.ts';

const epochs = 2;
const stepsPerEpoch = 12;
const promised = 1000;

// A machine that is busy with something else may miss a second; a page that misses it does so again.
it('a training is seen as it runs, each line within a second', { retry: 2 }, async ({ runs, open, skip }) => {
  if (whyNoTraining !== undefined) skip(whyNoTraining);
  const id = `live-${Date.now()}`;
  const page = await open('/');
  await page.getByRole('heading', { name: 'Runs' }).waitFor();
  const training = train(runs.run(id));
  const ended = once(training, 'close');
  const lines = writtenLines(`${runs.run(id)}/metrics.jsonl`, ended);

  await page.getByRole('row', { name: id }).getByText('running').waitFor();
  await page.getByRole('link', { name: id, exact: true }).click();
  const labels = await recordLabels(page);

  const written = await lines;
  expect(written).toHaveLength(epochs * (stepsPerEpoch + 1));
  expect(await ended).toEqual([0, null]);
  await page.locator('.run-head').getByText('done').waitFor();
  await page.getByRole('heading', { name: 'What is taken for what' }).waitFor();

  const shown = await labels();
  const late = written.map(({ token, at }, index) => {
    const later = written.slice(index).filter((line) => line.kind === written[index].kind);
    const seen = shown.find(({ label }) => later.some((line) => label.includes(line.token)));
    return { token, milliseconds: (seen?.at ?? Number.POSITIVE_INFINITY) - at };
  });
  const slowest = Math.max(...late.map(({ milliseconds }) => milliseconds));
  expect(slowest, JSON.stringify(late)).toBeLessThan(promised);
  // Not all at once at the end.
  expect(shown.length).toBeGreaterThan(epochs * 3);
});

function train(folder: string): ChildProcess {
  const setting = `--epochs ${epochs} --limit-train ${8 * stepsPerEpoch} --limit-test 16 --batch-size 8 --image-size 48`;
  const argv = `train ${setting} --log-every 1 --threads 1 --quiet --lang en`.split(' ');
  return spawn(process.execPath, [program, ...argv, '--run', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}

interface WrittenLine {
  readonly kind: 'step' | 'epoch';
  /** What the chart of the loss says of it. */
  readonly token: string;
  /** Milliseconds since 1970 at which it was written. */
  readonly at: number;
}

async function writtenLines(path: string, ended: Promise<unknown>): Promise<readonly WrittenLine[]> {
  const written: WrittenLine[] = [];
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  for (let isLast = false; !isLast; await setTimeout(5)) {
    isLast = isOver;
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(written.length)) {
      const { kind, loss, testLoss } = JSON.parse(line);
      const token = kind === 'step' ? `batches ${loss.toFixed(4)}` : `test ${testLoss.toFixed(4)}`;
      written.push({ kind, token, at: stats.mtimeMs });
    }
  }
  return written;
}

interface ShownLabel {
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** @returns all that the first chart has said since, and when */
async function recordLabels(page: Page): Promise<() => Promise<readonly ShownLabel[]>> {
  await page.locator('.chart-drawing').first().waitFor({ state: 'attached' });
  const record = await page.evaluateHandle(() => {
    const chart = document.querySelector('.chart-drawing') as Element;
    const seen: ShownLabel[] = [];
    const note = () => seen.push({ label: chart.getAttribute('aria-label') ?? '', at: Date.now() });
    new MutationObserver(note).observe(chart, { attributeFilter: ['aria-label'] });
    note();
    return seen;
  });
  return () => record.jsonValue();
}
