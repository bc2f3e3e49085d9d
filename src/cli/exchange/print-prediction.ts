// A prediction for people: which picture, then a line with a bar for each class.

import { bar } from '../terminal/bar.ts';
import { displayWidth } from '../terminal/terminal-text.ts';

export interface ClassProbability {
  readonly label: number;
  readonly name: string;
  readonly probability: number;
}

export function printPrediction(
  heading: string,
  classes: readonly Omit<ClassProbability, 'label'>[],
): readonly string[] {
  const width = Math.max(...classes.map(({ name }) => displayWidth(name)));
  const lines = classes.map(({ name, probability }) => {
    return `  ${name}${' '.repeat(width - displayWidth(name))}  ${bar(probability)}  ${(probability * 100).toFixed(2).padStart(6)} %`;
  });
  return [heading, ...lines];
}
