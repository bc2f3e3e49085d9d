// The note of a run: read by everyone, written where the studio may change something.
import { useSignal } from '@preact/signals';
import { longestNote } from '../../../../src/runs/note-length.ts';
import { mayChange } from '../../connection/studio-facts.ts';
import { language, textsOf } from '../../language/language.ts';
import { printCount } from '../../language/numbers.ts';
import { changeNote, reasonOf } from './ask-change.ts';
import { changeTexts } from './change-texts.ts';

interface RunNoteProps {
  readonly id: string;
  readonly note: string;
  /** Whether it may be changed now. */
  readonly isFree: boolean;
}

export function RunNote({ id, note, isFree }: RunNoteProps) {
  const texts = textsOf(changeTexts);
  /** The text under way, and the note when it was begun. */
  const draft = useSignal<{ readonly text: string; readonly before: string } | null>(null);
  const fault = useSignal<string | null>(null);
  if (draft.value === null) {
    return (
      <>
        {note !== '' && (
          <section class="run-note card" aria-label={texts.note}>
            {note}
          </section>
        )}
        {mayChange.value && (
          <button
            type="button"
            disabled={!isFree}
            onClick={() => {
              draft.value = { text: note, before: note };
            }}
          >
            {note === '' ? texts.writeNote : texts.editNote}
          </button>
        )}
      </>
    );
  }
  const { text, before } = draft.value;
  const end = () => {
    draft.value = null;
    fault.value = null;
  };
  const save = () =>
    changeNote(id, { text: text.trim(), before }).then(end, (error) => {
      fault.value = reasonOf(error);
    });
  return (
    <div class="note-editor">
      <textarea
        ref={(element) => element?.focus()}
        aria-label={texts.note}
        rows={4}
        maxLength={longestNote}
        value={text}
        onInput={({ currentTarget }) => {
          draft.value = { text: currentTarget.value, before };
        }}
        onKeyDown={({ key }) => key === 'Escape' && text === before && end()}
      />
      {fault.value !== null && (
        <p class="note note-bad" role="alert">
          {texts.failed(fault.value)}
        </p>
      )}
      <div class="question-answers">
        <span class="hint">{texts.left(printCount(longestNote - text.length, language.value))}</span>
        <button type="button" onClick={end}>
          {texts.cancel}
        </button>
        <button type="button" onClick={save}>
          {texts.save}
        </button>
      </div>
    </div>
  );
}
