// "Did you mean …?": the known name that a mistyped one is nearest to.

/** The nearest of the names, or undefined if none is near: it begins with what was typed, or differs by few letters. */
export function closestName(typed: string, names: readonly string[]): string | undefined {
  const text = typed.toLowerCase();
  const begun = names.filter((name) => text.length >= 2 && name.startsWith(text));
  if (begun.length === 1) return begun[0];
  const ranked = names
    .map((name) => ({ name, distance: editDistance(text, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const nearest = ranked.at(0);
  if (nearest === undefined) return undefined;
  return nearest.distance <= Math.max(text.length, nearest.name.length) * 0.4 ? nearest.name : undefined;
}

/** Letters inserted, removed, replaced, or swapped with their neighbour, at the least (Damerau and Levenshtein). */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column++) {
      const replaced = rows[row - 1][column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? rows[row - 2][column - 2] + 1 : Number.POSITIVE_INFINITY;
      rows[row][column] = Math.min(replaced, swapped, rows[row - 1][column] + 1, rows[row][column - 1] + 1);
    }
  }
  return rows[a.length][b.length];
}
