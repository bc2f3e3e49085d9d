// What `evaluate` says, in both languages: the scores of each class as a table, as scikit-learn's classification_report.
import type { ClassificationReport } from '../../evaluation/classification-report.ts';
import type { Scores } from '../../evaluation/confusion-matrix.ts';
import type { Texts } from '../../metrics/languages.ts';
import { countOf, printCount } from '../../metrics/print-count.ts';
import { displayWidth, shorten } from '../terminal/terminal-text.ts';

export interface EvaluationPlan {
  readonly model: string;
  readonly weights: string;
  readonly engine: string;
  readonly dataset: string;
  readonly images: number;
}

interface TableWords {
  readonly columns: readonly string[];
  readonly macroAverage: string;
  readonly weightedAverage: string;
}

const english = {
  plan: (plan: EvaluationPlan) =>
    `${plan.model} with ${plan.weights} · ${plan.dataset}, ${countOf(plan.images, 'image')} · engine ${plan.engine}`,
  progress: ({ step, steps }: { readonly step: number; readonly steps: number }) => `testing ${step}/${steps}`,
  result: ({ accuracy, loss }: ClassificationReport) =>
    `accuracy ${percent(accuracy)} % · loss ${loss?.toFixed(4) ?? 'not a number'}`,
  tableWords: {
    columns: ['precision', 'recall', 'F1', 'images'],
    macroAverage: 'macro average',
    weightedAverage: 'weighted average',
  },
  written: (path: string) => `written to ${path}`,
};

const chinese: typeof english = {
  plan: (plan) =>
    `${plan.model}，权重 ${plan.weights} · ${plan.dataset}，${printCount(plan.images)} 张图像 · 引擎 ${plan.engine}`,
  progress: ({ step, steps }) => `测试 ${step}/${steps}`,
  result: ({ accuracy, loss }) => `精度 ${percent(accuracy)}% · 损失 ${loss?.toFixed(4) ?? '非数值'}`,
  tableWords: { columns: ['精确率', '召回率', 'F1', '图像数'], macroAverage: '宏平均', weightedAverage: '加权平均' },
  written: (path) => `已写入 ${path}`,
};

export const evaluateTexts: Texts<typeof english> = { en: english, zh: chinese };

/** Shorter than this, a name says nothing. */
const leastName = 8;

/** Names to the left, numbers to the right, the averages after an empty line. Long names are cut for a terminal. */
export function printClassTable(
  report: ClassificationReport,
  { columns, ...averages }: TableWords,
  terminalColumns = Number.POSITIVE_INFINITY,
): readonly string[] {
  const { classes, macroAverage, weightedAverage, dataset } = report;
  const row = (name: string, { precision, recall, f1 }: Scores, images: number) => [
    name,
    ...[precision, recall, f1].map((score) => score.toFixed(4)),
    printCount(images),
  ];
  const head = ['', ...columns];
  const body = classes.map((scores) => row(scores.name, scores, scores.support));
  const foot = [
    row(averages.macroAverage, macroAverage, dataset.images),
    row(averages.weightedAverage, weightedAverage, dataset.images),
  ];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...body, ...foot].map((cells) => displayWidth(cells[column]))),
  );
  const numbers = (gap: number) => widths.slice(1).reduce((sum, width) => sum + width + gap, 0);
  const room = (gap: number) => terminalColumns - 1 - numbers(gap);
  const gap = room(2) < leastName ? 1 : 2;
  widths[0] = Math.min(widths[0], Math.max(leastName, room(gap)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => pad(cell, widths[column], column)).join(' '.repeat(gap));
  return [line(head), ...body.map(line), '', ...foot.map(line)].map((text) => text.trimEnd());
}

function pad(cell: string, width: number, column: number): string {
  const text = column === 0 ? shorten(cell, width) : cell;
  const space = ' '.repeat(width - displayWidth(text));
  return column === 0 ? text + space : space + text;
}

function percent(fraction: number): string {
  return (fraction * 100).toFixed(2);
}
