// A question before something is changed: the browser's own dialog, which keeps the focus and ends with Escape.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { textsOf } from '../../language/language.ts';
import { reasonOf } from './ask-change.ts';
import { changeTexts } from './change-texts.ts';

interface QuestionProps {
  readonly title: string;
  /** On the button that does it. */
  readonly answer: string;
  readonly isReady?: boolean;
  /** The question is closed when it is done; what it throws is said, and the question stays. */
  readonly onAnswer: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Question({ title, answer, isReady = true, onAnswer, onClose, children }: QuestionProps) {
  const texts = textsOf(changeTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const fault = useSignal<string | null>(null);
  const isUnderWay = useSignal(false);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const doIt = async () => {
    if (!isReady || isUnderWay.value) return;
    isUnderWay.value = true;
    try {
      await onAnswer();
      dialog.current?.close();
    } catch (error) {
      fault.value = reasonOf(error);
    }
    isUnderWay.value = false;
  };
  return (
    <dialog ref={dialog} class="question card" aria-label={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void doIt();
        }}
      >
        <h2>{title}</h2>
        {children}
        {fault.value !== null && (
          <p class="note note-bad" role="alert">
            {texts.failed(fault.value)}
          </p>
        )}
        <div class="question-answers">
          <button type="button" onClick={() => dialog.current?.close()}>
            {texts.cancel}
          </button>
          <button type="submit" disabled={!isReady || isUnderWay.value}>
            {answer}
          </button>
        </div>
      </form>
    </dialog>
  );
}
