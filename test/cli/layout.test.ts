// What is printed in columns fits the terminal that it is printed on, in both languages.
import { expect, it } from 'vitest';
import { printCheck } from '../../src/cli/check/print-check.ts';
import { evaluateTexts, printClassTable } from '../../src/cli/evaluate/evaluate-texts.ts';
import { displayWidth } from '../../src/cli/terminal/terminal-text.ts';
import { runCommand } from './context.ts';

const widths = [40, 60, 80, 120];

/** Lines that are wider than the terminal, but for those that end in a path, which stays whole. */
async function tooWide(command: string, columns: number, language: string): Promise<readonly string[]> {
  const { stdout } = await runCommand([command, '--lang', language], { columns });
  return stdout.split('\n').filter((line) => displayWidth(line) > columns && !/\/\S{20,}$/.test(line));
}

it.each(['models', 'recipes', 'doctor'])('%s', async (command) => {
  for (const columns of widths) {
    for (const language of ['en', 'zh']) expect(await tooWide(command, columns, language), `${columns}`).toEqual([]);
  }
});

it('a table of networks keeps names and counts where there is no room for the rest', async () => {
  expect((await runCommand(['models'], { columns: 60 })).stdout).toMatch(/^name +images +parameters +multiply-adds\n/);
  expect((await runCommand(['models'], { columns: 45 })).stdout).toMatch(/^name +parameters +multiply-adds\n/);
});

it('summary on a terminal, and as torchinfo prints it everywhere else', async () => {
  for (const columns of [60, 80, 90]) {
    const { stdout } = await runCommand(['summary'], { columns, isTTY: true });
    expect(Math.max(...stdout.split('\n').map(displayWidth))).toBe(columns);
  }
  const piped = await runCommand(['summary'], { columns: 60 });
  expect(Math.max(...piped.stdout.split('\n').map(displayWidth))).toBe(90);
});

const name = '一个很长的类别名 with many words that nobody wants to read 😀';

it('the table of a check cuts long names, and counts stay', () => {
  const check = {
    root: 'photos',
    layout: 'classes',
    parts: ['train'],
    classes: [{ name, images: { train: 1234 } }],
    images: { train: 1234 },
    ...{ leftOut: [], smallClasses: [], similarNames: [], duplicates: [], otherFiles: 0, withoutClass: 0 },
    ...{ otherFolders: [], problems: [] },
  } as unknown as Parameters<typeof printCheck>[0];
  const lines = printCheck(check, 'en', 40);
  expect(lines.every((line) => displayWidth(line) < 40)).toBe(true);
  expect(lines.find((line) => line.startsWith('一个'))).toMatch(/… +1,234$/);
});

it('the table of an evaluation cuts long names, and scores stay', () => {
  const scores = { precision: 0.5, recall: 0.25, f1: 1 / 3 };
  const report = {
    classes: [{ name, ...scores, support: 10_000 }],
    ...{ macroAverage: scores, weightedAverage: scores, dataset: { images: 10_000 } },
  } as unknown as Parameters<typeof printClassTable>[0];
  for (const language of ['en', 'zh'] as const) {
    const lines = printClassTable(report, evaluateTexts[language].tableWords, 40);
    expect(lines.every((line) => displayWidth(line) < 40)).toBe(true);
    expect(lines.find((line) => line.startsWith('一个'))).toMatch(/… +0\.5000 +0\.2500 +0\.3333 +10,000$/);
  }
});
