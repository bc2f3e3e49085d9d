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

it('a training is seen as it runs, each line within a second', { retry: 2 }, async ({ runs, open, skip }) => {
  if (whyNoTraining !== undefined) skip(whyNoTraining);
  const id = `live-${Date.now()}`;
  const [list, page] = [await open('/'), await open(`/runs/${id}`)];
  await page.getByText('There is no run of this name in the folder. If it begins, it appears here').waitFor();
  const labels = await recordLabels(page);
  const training = train(runs.run(id));
  const ended = once(training, 'close');
  const answers = timesOfAnswers(page, ended);
  const [written] = await Promise.all([
    writtenLines(`${runs.run(id)}/metrics.jsonl`, ended),
    list.getByRole('row', { name: id }).getByText('running').waitFor(),
  ]);
  expect(written).toHaveLength(epochs * (stepsPerEpoch + 1));
  expect(await ended).toEqual([0, null]);
  await page.locator('.run-head').getByText('done').waitFor();
  await page.getByRole('heading', { name: 'Mistakes' }).or(page.locator('.mistakes')).first().waitFor();

  const shown = await labels();
  const delays = written.map(({ kind, token, at }, index) => {
    // What came later has taken its place, where several were written between two looks.
    const tokens = written.slice(index).flatMap((line) => (line.kind === kind ? [line.token] : []));
    const seen = shown.find(({ label }) => tokens.some((one) => label.includes(one)));
    return { token, milliseconds: Math.round((seen?.at ?? Number.POSITIVE_INFINITY) - at) };
  });
  const milliseconds = delays.map((delay) => delay.milliseconds).toSorted((a, b) => a - b);
  // A second, and what a busy machine adds: a line takes about five turns of studio and page, each as long as an answer.
  const limit = promised + 5 * most(await answers);
  const told = JSON.stringify({ limit, delays });
  // The machine stalls now and then: a few lines may be later, none by much.
  expect(most(milliseconds), told).toBeLessThan(limit);
  expect(milliseconds.at(-1), told).toBeLessThan(2 * limit);
  // Not all at once at the end.
  expect(shown.length).toBeGreaterThan(epochs + 1);
});

/** @returns what four fifths are no longer than */
function most(sorted: readonly number[]): number {
  return sorted[Math.floor(0.8 * (sorted.length - 1))];
}

/** @returns milliseconds, sorted, that the page waited for small answers of the studio while the training ran: idle, 5 */
async function timesOfAnswers(page: Page, ended: Promise<unknown>): Promise<readonly number[]> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const times: number[] = [];
  while (!isOver) {
    const begin = performance.now();
    await page.evaluate(async () => (await fetch('/icon.svg')).text());
    times.push(performance.now() - begin);
    await setTimeout(100);
  }
  return times.toSorted((a, b) => a - b);
}

function train(folder: string): ChildProcess {
  const setting = `--epochs ${epochs} --limit-train ${16 * stepsPerEpoch} --limit-test 16 --batch-size 16 --image-size 48`;
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
  const record = await page.evaluateHandle(() => {
    const seen: ShownLabel[] = [];
    const note = () => {
      const label = document.querySelector('.chart-drawing')?.getAttribute('aria-label') ?? '';
      if (label !== seen.at(-1)?.label) seen.push({ label, at: Date.now() });
    };
    const all = { subtree: true, childList: true, attributeFilter: ['aria-label'] };
    new MutationObserver(note).observe(document.body, all);
    return seen;
  });
  return () => record.jsonValue();
}
