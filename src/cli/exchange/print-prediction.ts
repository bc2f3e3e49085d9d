// A prediction for people: which picture, then a line with a bar for each class.

import { bar } from '../terminal/bar.ts';
import { displayWidth } from '../terminal/terminal-text.ts';

export interface ClassProbability {
  readonly label: number;
  readonly name: string;
  readonly probability: number;
}

const barWidth = 24;
const leastBarWidth = 4;

/** @param columns of the terminal, to which the bars are fitted; undefined where there is none */
export function printPrediction(
  heading: string,
  classes: readonly Omit<ClassProbability, 'label'>[],
  columns = Number.POSITIVE_INFINITY,
): readonly string[] {
  const width = Math.max(...classes.map(({ name }) => displayWidth(name)));
  const room = Math.min(barWidth, columns - width - '    100.00 %'.length - 2);
  const lines = classes.map(({ name, probability }) => {
    const drawn = room < leastBarWidth ? '' : `  ${bar(probability, room)}`;
    return `  ${name}${' '.repeat(width - displayWidth(name))}${drawn}  ${(probability * 100).toFixed(2).padStart(6)} %`;
  });
  return [heading, ...lines];
}
