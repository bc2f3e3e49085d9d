// What can be done with a run: its note, another name, and away with it.
import { useSignal } from '@preact/signals';
import type { RunOverview } from '../../../../src/studio/protocol.ts';
import { mayChange } from '../../connection/studio-facts.ts';
import { textsOf } from '../../language/language.ts';
import { go } from '../../shell/address.ts';
import { runAddress } from '../addresses.ts';
import { deleteRun, renameRun } from './ask-change.ts';
import { changeTexts } from './change-texts.ts';
import { Question } from './question.tsx';
import { RunNote } from './run-note.tsx';
import './changes.css';

export function RunChanges({ id, status, note }: Pick<RunOverview, 'id' | 'status' | 'note'>) {
  const texts = textsOf(changeTexts);
  const asked = useSignal<'rename' | 'delete' | null>(null);
  const isTraining = status === 'running';
  const close = () => {
    asked.value = null;
  };
  return (
    <div class="run-changes">
      <RunNote id={id} note={note} isFree={!isTraining} />
      {mayChange.value && (
        <>
          {(['rename', 'delete'] as const).map((change) => (
            <button
              key={change}
              type="button"
              disabled={isTraining}
              onClick={() => {
                asked.value = change;
              }}
            >
              {texts[change]}
            </button>
          ))}
          {isTraining && <span class="hint">{texts.training}</span>}
        </>
      )}
      {asked.value === 'rename' && <RenameQuestion id={id} onClose={close} />}
      {asked.value === 'delete' && (
        <Question
          title={texts.deleteTitle(id)}
          answer={texts.deleteNow}
          onAnswer={async () => {
            await deleteRun(id);
            go('/', { replace: true });
          }}
          onClose={close}
        >
          <p>{texts.deleteMeaning}</p>
        </Question>
      )}
    </div>
  );
}

function RenameQuestion({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const texts = textsOf(changeTexts);
  const name = useSignal(id);
  const wanted = name.value.trim();
  return (
    <Question
      title={texts.renameTitle(id)}
      answer={texts.renameNow}
      isReady={wanted !== '' && wanted !== id}
      onAnswer={async () => {
        await renameRun(id, { name: wanted });
        go(runAddress(wanted), { replace: true });
      }}
      onClose={onClose}
    >
      <p>{texts.renameMeaning}</p>
      <input
        type="text"
        aria-label={texts.newName}
        value={name.value}
        onInput={({ currentTarget }) => {
          name.value = currentTarget.value;
        }}
      />
    </Question>
  );
}
