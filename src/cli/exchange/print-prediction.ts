// A prediction for people: which picture, then a line with a bar for each class.

export interface ClassProbability {
  readonly label: number;
  readonly name: string;
  readonly probability: number;
}

/** Columns of a bar for a probability of 1. */
const barWidth = 24;

export function printPrediction(heading: string, classes: readonly ClassProbability[]): readonly string[] {
  const width = Math.max(...classes.map(({ name }) => name.length));
  const lines = classes.map(({ name, probability }) => {
    const filled = Math.round(probability * barWidth);
    const bar = '━'.repeat(filled) + '─'.repeat(barWidth - filled);
    return `  ${name.padEnd(width)}  ${bar}  ${(probability * 100).toFixed(2).padStart(6)} %`;
  });
  return [heading, ...lines];
}
