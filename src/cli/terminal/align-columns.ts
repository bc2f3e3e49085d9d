// A table in lines of a terminal.
import { displayWidth } from './terminal-text.ts';

export interface Room {
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  /** Columns of the table that can be done without, the least important first, in headings. */
  readonly leftOutFirst: readonly string[];
}

/** The table, less the columns that there is no room for. @param rows the headings first */
export function fitColumns(rows: readonly (readonly string[])[], { columns, leftOutFirst }: Room): readonly string[] {
  const lines = alignColumns(rows);
  const [least, ...others] = leftOutFirst;
  if (columns === undefined || least === undefined || lines.every((line) => displayWidth(line) <= columns))
    return lines;
  const place = rows[0].indexOf(least);
  return fitColumns(
    rows.map((cells) => cells.toSpliced(place, 1)),
    { columns, leftOutFirst: others },
  );
}

/** Words to the left, numbers to the right. @param rows the headings first */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => displayWidth(cells[column]))));
  const isNumber = rows[0].map((_, column) => rows.slice(1).every((cells) => /^[\d.,]*( %)?$/.test(cells[column])));
  const align = (cell: string, column: number) => {
    const blank = ' '.repeat(widths[column] - displayWidth(cell));
    return isNumber[column] ? blank + cell : cell + blank;
  };
  return rows.map((cells) => cells.map(align).join('  ').trimEnd());
}
