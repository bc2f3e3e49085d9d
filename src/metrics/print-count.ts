// Counts as the terminal, plots and reports write them: in both languages with commas between the thousands.

export function printCount(count: number): string {
  return count.toLocaleString('en-US');
}
