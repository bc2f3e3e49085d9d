// A prediction for people: the file, then a line with a bar for each class.

export interface ClassProbability {
  readonly label: number;
  readonly name: string;
  readonly probability: number;
}

export interface Prediction {
  readonly file: string;
  readonly classes: readonly ClassProbability[];
}

/** Columns of a bar for a probability of 1. */
const barWidth = 24;

export function printPrediction({ file, classes }: Prediction): string {
  const width = Math.max(...classes.map(({ name }) => name.length));
  const lines = classes.map(({ name, probability }) => {
    const filled = Math.round(probability * barWidth);
    const bar = '━'.repeat(filled) + '─'.repeat(barWidth - filled);
    return `  ${name.padEnd(width)}  ${bar}  ${(probability * 100).toFixed(2).padStart(6)} %`;
  });
  return [file, ...lines, ''].join('\n');
}
