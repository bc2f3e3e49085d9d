// Which columns the list of runs has: opened when one wants to change it, since most of the time nobody does.
import { textsOf } from '../../language/language.ts';
import { runListTexts } from '../run-list-texts.ts';
import { isShown, type OptionColumn, optionKey, plainColumns, shownOptions } from './columns.ts';
import { columnChoice } from './list-choices.ts';

export function ColumnChoiceList({ options }: { readonly options: readonly OptionColumn[] }) {
  const texts = textsOf(runListTexts);
  const choice = columnChoice.value;
  const shown = shownOptions(options, choice);
  return (
    <details class="column-choice">
      <summary>{texts.chooseColumns}</summary>
      <div class="card">
        {plainColumns.slice(1).map((key) => (
          <ColumnBox key={key} id={key} name={texts.columns[key]} isShown={isShown(key, choice)} />
        ))}
        {options.length > 0 && (
          <fieldset>
            <legend>{texts.optionColumns}</legend>
            {options.map((column) => (
              <ColumnBox
                key={column.name}
                id={optionKey(column.name)}
                name={column.name}
                isShown={shown.includes(column)}
              />
            ))}
          </fieldset>
        )}
      </div>
    </details>
  );
}

function ColumnBox(props: { readonly id: string; readonly name: string; readonly isShown: boolean }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={props.isShown}
        onChange={({ currentTarget }) => {
          columnChoice.choose({ ...columnChoice.value, [props.id]: currentTarget.checked });
        }}
      />{' '}
      {props.name}
    </label>
  );
}
