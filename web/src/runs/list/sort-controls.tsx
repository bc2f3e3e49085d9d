// Sorting the list of runs: by the names of its columns, and on a phone, where it has cards and no such names, by a choice.
import { textsOf } from '../../language/language.ts';
import { runListTexts } from '../run-list-texts.ts';
import { sortOrder } from './list-choices.ts';
import { sortedBy } from './sort-runs.ts';

export interface NamedColumn {
  readonly key: string;
  readonly name: string;
}

interface NamedColumns {
  readonly columns: readonly NamedColumn[];
}

export function SortedColumnNames({ columns }: NamedColumns) {
  const { key: sorted, isDescending } = sortOrder.value;
  return (
    <thead>
      <tr>
        {columns.map(({ key, name }) => {
          const order = key === sorted ? (isDescending ? 'descending' : 'ascending') : undefined;
          return (
            <th key={key} scope="col" aria-sort={order} class={`column-${key.split(' ')[0]}`}>
              <button type="button" onClick={() => sortOrder.choose(sortedBy(key, sortOrder.value))}>
                {name}
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

export function SortChoice({ columns }: NamedColumns) {
  const texts = textsOf(runListTexts);
  const { key, isDescending } = sortOrder.value;
  return (
    <div class="sort-choice">
      <select
        aria-label={texts.sortBy}
        value={key}
        onChange={({ currentTarget }) => sortOrder.choose(sortedBy(currentTarget.value, sortOrder.value))}
      >
        {columns.map((column) => (
          <option key={column.key} value={column.key}>
            {column.name}
          </option>
        ))}
      </select>
      <button
        type="button"
        aria-label={texts.turnAround}
        onClick={() => sortOrder.choose({ key, isDescending: !isDescending })}
      >
        {isDescending ? texts.descending : texts.ascending}
      </button>
    </div>
  );
}
