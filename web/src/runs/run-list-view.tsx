// All runs of the folder: a table, whose rows are cards on a phone.
import { useSignal } from '@preact/signals';
import type { RunOverview } from '../../../src/studio/protocol.ts';
import { runs } from '../connection/connection.ts';
import { language, textsOf } from '../language/language.ts';
import { printAgo, printDuration, printMoment, printSpeed, printValue, unknown } from '../language/numbers.ts';
import { go } from '../shell/address.ts';
import { ColumnNames } from '../shell/table-parts.tsx';
import { useTitle } from '../shell/title.ts';
import { comparisonAddress, mostCompared, runAddress } from './addresses.ts';
import { currentTime } from './current-time.ts';
import { ProgressBar } from './progress-bar.tsx';
import { runListTexts } from './run-list-texts.ts';
import { StatusSign } from './status-sign.tsx';
import './run-list.css';

export function RunListView() {
  const texts = textsOf(runListTexts);
  useTitle(texts.title);
  const chosen = useSignal<readonly string[]>([]);
  const known = runs.value;
  // A run that was deleted cannot be compared.
  const ids = chosen.value.filter((id) => known?.some((run) => run.id === id));
  const toggle = (id: string, isChosen: boolean) => {
    chosen.value = isChosen ? [...ids, id] : ids.filter((other) => other !== id);
  };
  return (
    <div class="live">
      <div class="run-list-head">
        <h1>{texts.title}</h1>
        {known !== null && known.length > 0 && (
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
      {known === null && <p class="empty">{texts.listening}</p>}
      {known?.length === 0 && <NoRuns />}
      {known !== null && known.length > 0 && <RunTable runs={known} chosen={ids} onToggle={toggle} />}
    </div>
  );
}

function NoRuns() {
  const texts = textsOf(runListTexts);
  return (
    <div class="empty">
      <p>{texts.empty}</p>
      <p>{texts.toBegin}</p>
      <pre class="card command">
        <code>googlenet train</code>
      </pre>
    </div>
  );
}

interface RunTableProps {
  readonly runs: readonly RunOverview[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string, isChosen: boolean) => void;
}

function RunTable({ runs, chosen, onToggle }: RunTableProps) {
  const texts = textsOf(runListTexts);
  return (
    <div class="card run-list">
      <table aria-label={texts.title}>
        <ColumnNames names={Object.values(texts.columns)} />
        <tbody>
          {runs.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              isChosen={chosen.includes(run.id)}
              isFull={chosen.length >= mostCompared}
              onToggle={onToggle}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RunRowProps {
  readonly run: RunOverview;
  readonly isChosen: boolean;
  readonly isFull: boolean;
  readonly onToggle: (id: string, isChosen: boolean) => void;
}

function RunRow({ run, isChosen, isFull, onToggle }: RunRowProps) {
  const texts = textsOf(runListTexts);
  const { columns } = texts;
  const { progress } = run;
  const fault = run.fault ?? run.message;
  return (
    <tr>
      <th scope="row" class="run-name">
        <label class="run-choice">
          <input
            type="checkbox"
            checked={isChosen}
            disabled={isFull && !isChosen}
            aria-label={texts.select(run.id)}
            onChange={({ currentTarget }) => onToggle(run.id, currentTarget.checked)}
          />
        </label>
        <a href={runAddress(run.id)}>{run.id}</a>
      </th>
      <Cell name={columns.state} class="run-status">
        <StatusSign status={run.status} />
        {run.status === 'running' && <ProgressBar progress={progress} label={texts.progress(run.id)} />}
        {fault !== null && (
          <span class="run-fault" title={fault}>
            {fault}
          </span>
        )}
      </Cell>
      <Cell name={columns.model} class={run.model === null ? 'run-model is-unknown' : 'run-model'}>
        {run.model ?? unknown}
        {run.dataset !== null && (
          <span class="run-dataset" title={run.dataset}>
            {run.dataset}
          </span>
        )}
        <span class="run-engine">{run.engine}</span>
      </Cell>
      <Cell name={columns.epochs}>
        {progress.epochs === null && progress.epochsDone === 0
          ? unknown
          : `${progress.epochsDone} / ${progress.epochs ?? unknown}`}
      </Cell>
      <Cell name={columns.best} class="run-best">
        {printValue('accuracy', run.bestAccuracy)}
      </Cell>
      <Cell name={columns.speed}>{printSpeed(progress.imagesPerSecond, language.value)}</Cell>
      <Cell name={columns.left} class={progress.secondsLeft === null ? 'is-unknown' : ''}>
        {printDuration(progress.secondsLeft, language.value)}
      </Cell>
      <Cell name={columns.started}>
        <time dateTime={run.started ?? undefined} title={printMoment(run.started, language.value)}>
          {printAgo(run.started, currentTime.value, language.value)}
        </time>
      </Cell>
    </tr>
  );
}

function Cell(props: { readonly name: string; readonly class?: string; readonly children: preact.ComponentChildren }) {
  return (
    <td data-name={props.name} class={props.class}>
      {props.children}
    </td>
  );
}
