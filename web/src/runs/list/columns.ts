// The columns of the list of runs: those that it always has, and one for each option in which the runs differ.
import type { RunOverview } from '../../../../src/studio/protocol.ts';
import { unknown } from '../../language/numbers.ts';
import { differences } from '../comparison/differences.ts';
import type { OptionsOfRuns } from './search-runs.ts';

/** In order, as the texts name them. */
export const plainColumns = ['run', 'state', 'model', 'epochs', 'best', 'speed', 'left', 'started'] as const;
export type PlainColumn = (typeof plainColumns)[number];

/** What a run is sorted by; null, behind all others, where it is not known. */
export type SortValue = string | number | null;

export const plainValues: Readonly<Record<PlainColumn, (run: RunOverview) => SortValue>> = {
  run: ({ id }) => id,
  state: ({ status }) => status,
  model: ({ model, dataset, engine }) => (model === null ? null : [model, dataset, engine].join(' ')),
  epochs: ({ progress }) => progress.epochsDone,
  best: ({ bestAccuracy }) => bestAccuracy,
  speed: ({ progress }) => progress.imagesPerSecond,
  left: ({ progress }) => progress.secondsLeft,
  started: ({ started }) => started,
};

export interface OptionColumn {
  readonly name: string;
  /** By run; none where it was not given. */
  readonly values: ReadonlyMap<string, string>;
}

/** One for each option in which these runs differ. */
export function optionColumns(runs: readonly RunOverview[], options: OptionsOfRuns): readonly OptionColumn[] {
  const configs = runs.map(({ id }) => {
    const known = options.get(id);
    return known === undefined ? null : { options: known };
  });
  return differences(configs).map(({ name, values }) => {
    const known = values.flatMap((value, index) => {
      return value === null || value === unknown ? [] : [[runs[index].id, value] as const];
    });
    return { name, values: new Map(known) };
  });
}

/** What was chosen: columns that were taken away or added, by key. */
export type ColumnChoice = Readonly<Record<string, boolean>>;

/** How many options have a column before anything was chosen: the list stays one that fits a desk. */
const shownAtFirst = 3;

/** A key no plain column has. */
export function optionKey(name: string): string {
  return `option ${name}`;
}

/** The first column names the run, and stays. */
export function isShown(key: PlainColumn, choice: ColumnChoice): boolean {
  return key === 'run' || (choice[key] ?? true);
}

export function shownOptions(columns: readonly OptionColumn[], choice: ColumnChoice): readonly OptionColumn[] {
  const first = new Set(columns.slice(0, shownAtFirst));
  return columns.filter((column) => choice[optionKey(column.name)] ?? first.has(column));
}
