// A prediction for people: which picture, then a line with a bar for each class.

import { bar } from '../terminal/bar.ts';

export interface ClassProbability {
  readonly label: number;
  readonly name: string;
  readonly probability: number;
}

export function printPrediction(heading: string, classes: readonly ClassProbability[]): readonly string[] {
  const width = Math.max(...classes.map(({ name }) => name.length));
  const lines = classes.map(({ name, probability }) => {
    return `  ${name.padEnd(width)}  ${bar(probability)}  ${(probability * 100).toFixed(2).padStart(6)} %`;
  });
  return [heading, ...lines];
}
