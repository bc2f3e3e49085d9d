// The order of the list of runs: by one column, up or down; runs that are equal in it stay the newest first.
import type { RunOverview } from '../../../../src/studio/protocol.ts';
import { type OptionColumn, optionKey, plainColumns, plainValues, type SortValue } from './columns.ts';

export interface SortOrder {
  /** Key of the column. */
  readonly key: string;
  readonly isDescending: boolean;
}

/** As the server tells them. */
export const newestFirst: SortOrder = { key: 'started', isDescending: true };

export function sortRuns(
  runs: readonly RunOverview[],
  options: readonly OptionColumn[],
  { key, isDescending }: SortOrder,
): readonly RunOverview[] {
  const valueIn = valueBy(options, key);
  if (valueIn === undefined) return runs;
  return runs
    .map((run) => ({ run, value: valueIn(run) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return (isDescending ? -1 : 1) * compare(a.value, b.value);
    })
    .map(({ run }) => run);
}

/** @returns undefined for a column that there is no more */
function valueBy(options: readonly OptionColumn[], key: string): ((run: RunOverview) => SortValue) | undefined {
  const plain = plainColumns.find((name) => name === key);
  if (plain !== undefined) return plainValues[plain];
  const column = options.find(({ name }) => optionKey(name) === key);
  return column && (({ id }) => column.values.get(id) ?? null);
}

/** Numbers in texts by their size, so that run-10 comes behind run-9. */
const inOrder = new Intl.Collator('en', { numeric: true });

function compare(a: string | number, b: string | number): number {
  const [left, right] = [Number(a), Number(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return inOrder.compare(String(a), String(b));
}

/** The order after a click on a column: a second click turns it around; numbers begin with the largest. */
export function sortedBy(key: string, before: SortOrder): SortOrder {
  if (before.key === key) return { key, isDescending: !before.isDescending };
  return { key, isDescending: ['epochs', 'best', 'speed', 'started'].includes(key) };
}
