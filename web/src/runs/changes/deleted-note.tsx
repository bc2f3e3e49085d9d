// Where a run lies that was just deleted: said above the list, until somebody has read it.
import { textsOf } from '../../language/language.ts';
import { lastDeleted } from './ask-change.ts';
import { changeTexts } from './change-texts.ts';
import './changes.css';

export function DeletedNote() {
  const texts = textsOf(changeTexts);
  const deleted = lastDeleted.value;
  if (deleted === null) return null;
  return (
    <p class="card deleted-note" role="status">
      {texts.deleted(deleted.id, deleted.movedTo)}
      <button
        type="button"
        onClick={() => {
          lastDeleted.value = null;
        }}
      >
        {texts.dismiss}
      </button>
    </p>
  );
}
