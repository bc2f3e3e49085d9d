// All runs of the folder: searched, sorted, with the columns that one wants.
import { useSignal } from '@preact/signals';
import type { RunOverview } from '../../../src/studio/protocol.ts';
import { runs } from '../connection/connection.ts';
import { textsOf } from '../language/language.ts';
import { go } from '../shell/address.ts';
import { Command } from '../shell/command.tsx';
import { useTitle } from '../shell/title.ts';
import { comparisonAddress, mostCompared } from './addresses.ts';
import { DeletedNote } from './changes/deleted-note.tsx';
import { ColumnChoiceList } from './list/column-choice.tsx';
import { isShown, optionColumns, optionKey, type PlainColumn, plainColumns, shownOptions } from './list/columns.ts';
import { columnChoice, search, sortOrder } from './list/list-choices.ts';
import { RunTable } from './list/run-table.tsx';
import { searchRuns } from './list/search-runs.ts';
import { SortChoice } from './list/sort-controls.tsx';
import { sortRuns } from './list/sort-runs.ts';
import { useOptions } from './list/use-options.ts';
import { runListTexts } from './run-list-texts.ts';
import { isOwn } from './status.ts';
import './run-list.css';

export function RunListView() {
  const texts = textsOf(runListTexts);
  useTitle(texts.title);
  const chosen = useSignal<readonly string[]>([]);
  const known = runs.value;
  const hasTrained = known?.some(isOwn) ?? false;
  // A run that was deleted cannot be compared.
  const ids = chosen.value.filter((id) => known?.some((run) => run.id === id));
  const toggle = (id: string, isChosen: boolean) => {
    chosen.value = isChosen ? [...ids, id] : ids.filter((other) => other !== id);
  };
  return (
    <div class="live">
      <div class="run-list-head">
        <h1>{texts.title}</h1>
        {hasTrained && (
          <>
            <span class="hint" role="status">
              {ids.length >= mostCompared ? texts.atMost(mostCompared) : ids.length === 0 ? texts.compareHint : ''}
            </span>
            <button type="button" disabled={ids.length < 2} onClick={() => go(comparisonAddress(ids))}>
              {texts.compare(ids.length)}
            </button>
          </>
        )}
      </div>
      <DeletedNote />
      {known === null && <p class="empty">{texts.listening}</p>}
      {known !== null && !hasTrained && <NoRuns packaged={known[0]?.id} />}
      {known !== null && known.length > 0 && <SearchedRuns runs={known} chosen={ids} onToggle={toggle} />}
    </div>
  );
}

/** @param packaged id of weights that come with the program, if any are shown */
function NoRuns({ packaged }: { readonly packaged: string | undefined }) {
  const texts = textsOf(runListTexts);
  return (
    <div class="empty">
      <p>{texts.empty}</p>
      <p>{texts.toBegin}</p>
      <Command line="googlenet train" />
      {packaged !== undefined && (
        <p>
          {texts.meanwhile} <a href={`/playground?${new URLSearchParams({ run: packaged })}`}>{texts.tryPackaged}</a>
        </p>
      )}
    </div>
  );
}

interface SearchedRunsProps {
  readonly runs: readonly RunOverview[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string, isChosen: boolean) => void;
}

function SearchedRuns({ runs: all, chosen, onToggle }: SearchedRunsProps) {
  const texts = textsOf(runListTexts);
  const { options, fault } = useOptions(all);
  const found = searchRuns(all, options, search.value);
  const different = optionColumns(found, options);
  const choice = columnChoice.value;
  const shown = shownOptions(different, choice);
  const plain = plainColumns.filter((key): key is Exclude<PlainColumn, 'run'> => key !== 'run' && isShown(key, choice));
  const columns = [
    ...(['run', ...plain] as const).map((key) => ({ key, name: texts.columns[key] })),
    ...shown.map(({ name }) => ({ key: optionKey(name), name })),
  ];
  return (
    <>
      <search class="run-list-tools">
        <input
          type="search"
          aria-label={texts.search}
          placeholder={texts.searchHint}
          value={search.value}
          onInput={({ currentTarget }) => {
            search.value = currentTarget.value;
          }}
        />
        <span class="hint" role="status">
          {search.value.trim() === '' ? '' : texts.found(found.length, all.length)}
        </span>
        <SortChoice columns={columns} />
        <ColumnChoiceList options={different} />
      </search>
      {fault !== null && <p class="hint">{texts.noOptions(fault)}</p>}
      {found.length === 0 ? (
        <p class="empty">{texts.foundNone}</p>
      ) : (
        <RunTable
          runs={sortRuns(found, different, sortOrder.value)}
          columns={columns}
          plain={plain}
          options={shown}
          chosen={chosen}
          onToggle={onToggle}
        />
      )}
    </>
  );
}
