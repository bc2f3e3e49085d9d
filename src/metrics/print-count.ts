// Counts as the terminal, plots and reports write them: in both languages with commas between the thousands.

export function printCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** With what is counted, in English: `1 epoch`, `1,000 epochs`, `2 classes`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${printCount(count)} ${count === 1 ? one : many}`;
}
