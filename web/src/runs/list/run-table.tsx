// The table of runs, whose rows are cards on a phone.
import type { ComponentChildren } from 'preact';
import type { RunOverview } from '../../../../src/studio/protocol.ts';
import { language, textsOf } from '../../language/language.ts';
import { printAgo, printDuration, printMoment, printSpeed, printValue, unknown } from '../../language/numbers.ts';
import { Scrolled } from '../../shell/table-parts.tsx';
import { mostCompared, runAddress } from '../addresses.ts';
import { currentTime } from '../current-time.ts';
import { ProgressBar } from '../progress-bar.tsx';
import { runListTexts } from '../run-list-texts.ts';
import { isOwn } from '../status.ts';
import { StatusSign } from '../status-sign.tsx';
import type { OptionColumn, PlainColumn } from './columns.ts';
import { type NamedColumn, SortedColumnNames } from './sort-controls.tsx';

interface RunTableProps {
  readonly runs: readonly RunOverview[];
  readonly columns: readonly NamedColumn[];
  readonly plain: readonly Exclude<PlainColumn, 'run'>[];
  readonly options: readonly OptionColumn[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string, isChosen: boolean) => void;
}

export function RunTable({ runs, columns, plain, options, chosen, onToggle }: RunTableProps) {
  const texts = textsOf(runListTexts);
  return (
    <Scrolled name={texts.title} class="card run-list">
      <table aria-label={texts.title}>
        <SortedColumnNames columns={columns} />
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <RunName
                id={run.id}
                note={run.note}
                isComparable={isOwn(run)}
                isChosen={chosen.includes(run.id)}
                isFull={chosen.length >= mostCompared}
                onToggle={onToggle}
              />
              {plain.map((key) => (
                <PlainCell key={key} column={key} run={run} />
              ))}
              {options.map(({ name, values }) => (
                <td key={name} data-name={name} class="run-option" title={values.get(run.id)}>
                  {values.get(run.id) ?? unknown}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

interface RunNameProps {
  readonly id: string;
  readonly note: string;
  readonly isComparable: boolean;
  readonly isChosen: boolean;
  readonly isFull: boolean;
  readonly onToggle: (id: string, isChosen: boolean) => void;
}

function RunName({ id, note, isComparable, isChosen, isFull, onToggle }: RunNameProps) {
  return (
    <th scope="row" class="run-name">
      {isComparable && (
        <label class="run-choice">
          <input
            type="checkbox"
            checked={isChosen}
            disabled={isFull && !isChosen}
            aria-label={textsOf(runListTexts).select(id)}
            onChange={({ currentTarget }) => onToggle(id, currentTarget.checked)}
          />
        </label>
      )}
      <a href={runAddress(id)}>{id}</a>
      {note !== '' && (
        <span class="run-note-start" title={note}>
          {note}
        </span>
      )}
    </th>
  );
}

interface Cell {
  readonly class?: string;
  readonly content: ComponentChildren;
}

function PlainCell({ column, run }: { readonly column: Exclude<PlainColumn, 'run'>; readonly run: RunOverview }) {
  const { class: classes, content } = cells[column](run);
  return (
    <td data-name={textsOf(runListTexts).columns[column]} class={classes}>
      {content}
    </td>
  );
}

const cells: Readonly<Record<Exclude<PlainColumn, 'run'>, (run: RunOverview) => Cell>> = {
  state: (run) => ({ class: 'run-status', content: <State run={run} /> }),
  model: ({ model, dataset, engine }) => ({
    class: model === null ? 'run-model is-unknown' : 'run-model',
    content: (
      <>
        {model ?? unknown}
        {dataset !== null && (
          <span class="run-dataset" title={dataset}>
            {dataset}
          </span>
        )}
        <span class="run-engine">{engine}</span>
      </>
    ),
  }),
  epochs: ({ progress: { epochs, epochsDone } }) => ({
    content: epochs === null && epochsDone === 0 ? unknown : `${epochsDone} / ${epochs ?? unknown}`,
  }),
  best: ({ bestAccuracy }) => ({ class: 'run-best', content: printValue('accuracy', bestAccuracy) }),
  speed: ({ progress }) => ({ content: printSpeed(progress.imagesPerSecond, language.value) }),
  left: ({ progress: { secondsLeft } }) => ({
    class: secondsLeft === null ? 'is-unknown' : '',
    content: printDuration(secondsLeft, language.value),
  }),
  started: ({ started }) => ({
    content: (
      <time dateTime={started ?? undefined} title={printMoment(started, language.value)}>
        {printAgo(started, currentTime.value, language.value)}
      </time>
    ),
  }),
};

function State({ run }: { readonly run: RunOverview }) {
  const fault = run.fault ?? run.message;
  return (
    <>
      <StatusSign status={run.status} />
      {run.status === 'running' && (
        <ProgressBar progress={run.progress} label={textsOf(runListTexts).progress(run.id)} />
      )}
      {fault !== null && (
        <span class="run-fault" title={fault}>
          {fault}
        </span>
      )}
    </>
  );
}
