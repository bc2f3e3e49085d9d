// The confusion matrix as a grid that one can go over with the pointer or the arrow keys; a line says the cell in words.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ShownEvaluation } from '../../../../src/studio/protocol.ts';
import { language, textsOf } from '../../language/language.ts';
import { printCount, printPercent } from '../../language/numbers.ts';
import { type Cell, cellAfter, darkFrom, sharesByRow } from './confusion.ts';
import { detailsTexts } from './details-texts.ts';
import './confusion-matrix.css';

export function ConfusionMatrix({ report }: { readonly report: ShownEvaluation }) {
  const texts = textsOf(detailsTexts);
  const { counts: matrix } = report.confusion;
  const classNames = report.confusion.labels.map((label) => report.classNames[label]);
  const shares = sharesByRow(report.confusion);
  const grid = useRef<HTMLTableElement>(null);
  /** The one that Tab leads to. */
  const current = useSignal<Cell>({ label: 0, predicted: 0 });
  const shown = useSignal<Cell | null>(null);

  const sentence = ({ label, predicted }: Cell): string => {
    const count = printCount(matrix[label][predicted], language.value);
    const share = printPercent(shares[label][predicted], 1);
    const name = classNames[label];
    return label === predicted
      ? texts.right(count, name, share)
      : texts.taken(count, name, classNames[predicted], share);
  };

  const move = (event: KeyboardEvent) => {
    const next = cellAfter(current.value, event.key, classNames.length);
    if (next === undefined) return;
    event.preventDefault();
    current.value = next;
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.label},${next.predicted}"]`)?.focus();
  };

  const { label: row, predicted: column } = shown.value ?? { label: -1, predicted: -1 };
  return (
    <div class="card confusion">
      {classNames.length < report.classNames.length && (
        <p class="quiet">
          {texts.mostConfused(classNames.length, printCount(report.classNames.length, language.value))}
        </p>
      )}
      <p class="confusion-sentence" aria-live="polite">
        {shown.value === null ? texts.confusionHint : sentence(shown.value)}
      </p>
      <div class="scroll">
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table in which one moves by arrow keys
          role="grid"
          aria-label={texts.confusion}
          onKeyDown={move}
          onMouseLeave={() => {
            shown.value = null;
          }}
        >
          <thead>
            <tr>
              <td />
              {classNames.map((name, predicted) => (
                <th key={predicted} scope="col" class={predicted === column ? 'is-shown' : ''}>
                  <span title={name}>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.map((counts, label) => (
              <tr key={label}>
                <th scope="row" class={label === row ? 'is-shown' : ''} title={classNames[label]}>
                  {classNames[label]}
                </th>
                {counts.map((count, predicted) => {
                  const cell = { label, predicted };
                  const isCurrent = current.value.label === label && current.value.predicted === predicted;
                  const share = shares[label][predicted];
                  return (
                    <td
                      key={predicted}
                      data-cell={`${label},${predicted}`}
                      tabIndex={isCurrent ? 0 : -1}
                      aria-label={sentence(cell)}
                      class={share >= darkFrom ? 'on-heat' : count === 0 ? 'is-zero' : ''}
                      style={{ '--share': `${(share * 100).toFixed(1)}%` }}
                      onMouseEnter={() => {
                        shown.value = cell;
                      }}
                      onFocus={() => {
                        current.value = cell;
                        shown.value = cell;
                      }}
                      onBlur={() => {
                        shown.value = null;
                      }}
                    >
                      {count}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
