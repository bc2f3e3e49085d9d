// A table in lines of a terminal.
import { displayWidth } from './terminal-text.ts';

/** Words to the left, numbers to the right. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => displayWidth(cells[column]))));
  const isNumber = rows[0].map((_, column) => rows.slice(1).every((cells) => /^[\d.,]*( %)?$/.test(cells[column])));
  const align = (cell: string, column: number) => {
    const blank = ' '.repeat(widths[column] - displayWidth(cell));
    return isNumber[column] ? blank + cell : cell + blank;
  };
  return rows.map((cells) => cells.map(align).join('  ').trimEnd());
}
