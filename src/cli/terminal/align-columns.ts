// A table in lines of a terminal.

/** Words to the left, numbers to the right. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  const isNumber = rows[0].map((_, column) => rows.slice(1).every((cells) => /^[\d.,]*( %)?$/.test(cells[column])));
  const align = (cell: string, column: number) =>
    isNumber[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column]);
  return rows.map((cells) => cells.map(align).join('  ').trimEnd());
}
