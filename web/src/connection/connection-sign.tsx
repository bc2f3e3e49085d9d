// Says when the server is not heard, and marks the page: what it shows stays, as something from before.
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { language, textsOf } from '../language/language.ts';
import { printClock } from '../language/numbers.ts';
import { lastInvalidEvent, listen, lostSince, tryNow } from './connection.ts';
import { connectionTexts } from './connection-texts.ts';
import './connection.css';

/** A hiccup is not worth a word. */
const patience = 800;

export function ConnectionSign() {
  const texts = textsOf(connectionTexts);
  const isShown = useSignal(false);
  useEffect(listen, []);
  useSignalEffect(() => {
    if (lostSince.value === null) {
      isShown.value = false;
      return undefined;
    }
    const timer = setTimeout(() => {
      isShown.value = true;
    }, patience);
    return () => clearTimeout(timer);
  });
  useSignalEffect(() => {
    document.documentElement.classList.toggle('is-stale', isShown.value);
  });
  const since = lostSince.value;
  const invalidEvent = lastInvalidEvent.value;
  return (
    <div class="connection-sign" role="status">
      {isShown.value && since !== null && (
        <p>
          <span>{texts.lost(printClock(since, language.value))}</span>
          <button type="button" onClick={tryNow}>
            {texts.tryNow}
          </button>
        </p>
      )}
      {invalidEvent !== null && (
        <p>
          <span>{texts.notUnderstood(invalidEvent.name, invalidEvent.reason)}</span>
        </p>
      )}
    </div>
  );
}
