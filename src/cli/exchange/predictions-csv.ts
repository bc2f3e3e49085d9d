// Predictions as CSV (RFC 4180): a line for each picture, its most probable classes beside it.
import type { ClassProbability } from './print-prediction.ts';

/** @param top classes of each picture. @returns `file,class,probability`, then `class_2,probability_2` and so on */
export function csvHeading(top: number): string {
  const names = Array.from({ length: top }, (_, place) => {
    const suffix = place === 0 ? '' : `_${place + 1}`;
    return `class${suffix},probability${suffix}`;
  });
  return `file,${names.join(',')}\r\n`;
}

export function csvLine(file: string, classes: readonly ClassProbability[]): string {
  const cells = classes.flatMap(({ name, probability }) => [quoted(name), probability.toFixed(6)]);
  return `${[quoted(file), ...cells].join(',')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
